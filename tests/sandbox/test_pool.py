"""The pool of sandboxes."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from agentgym.sandbox import Spec, acquire, drain, engine, pool, release, warm
from agentgym.sandbox.docker_backend import DockerSandbox
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


@pytest.mark.parametrize("backend", ["docker"], indirect=True)
def test_one_that_was_removed_while_it_waited_is_not_given_out(backend: str) -> None:
    spec = Spec(processes=125)
    dead = acquire(spec, backend)
    assert isinstance(dead, DockerSandbox)
    release(dead)
    engine.remove(dead.container)
    deadline = time.monotonic() + 60
    while dead.alive and time.monotonic() < deadline:
        time.sleep(0.01)
    fresh = acquire(spec, backend)
    assert fresh is not dead
    assert fresh.run("true").exit_code == 0
    release(fresh)
