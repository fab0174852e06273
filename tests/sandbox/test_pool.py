"""The pool of sandboxes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agentgym.sandbox import Spec, acquire, drain, pool, release, warm
from tests.sandbox.machines import need


@pytest.fixture(params=["docker", "bubblewrap"])
def backend(request: pytest.FixtureRequest) -> Iterator[str]:
    need(request.param)
    drain()  # what other tests have left would fill the pool
    yield request.param
    drain()


def test_the_pool_gives_out_fresh_ones_again(backend: str) -> None:
    spec = Spec(processes=127)
    first = acquire(spec, backend)
    first.run("echo x > /root/left")
    release(first)
    again = acquire(spec, backend)
    assert again is first
    assert again.run("ls /root/left").exit_code != 0
    other = acquire(spec, backend)
    assert other is not again
    release(other)
    again.close()
    release(again)  # dead ones are not kept
    assert acquire(spec, backend) is other
    release(other)


def test_the_pool_warms_and_drains(backend: str) -> None:
    spec = Spec(processes=126)
    warm(2, spec, backend)
    warmed = pool.POOLS.get().of(backend)
    waiting = warmed.waiting(spec)
    assert len(waiting) == 2
    warm(2, spec, backend)
    assert warmed.waiting(spec) == waiting
    drain()
    assert not any(sandbox.alive for sandbox in waiting)
