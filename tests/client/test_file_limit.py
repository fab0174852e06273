"""A thousand connections fit, as far as the hard limit lets them."""

from __future__ import annotations

import resource

import pytest

from agentgym.client.file_limit import SPARE, allow_files


@pytest.mark.parametrize(
    ("limits", "connections", "set_to"),
    [
        ((256, 4096), 1000, 1000 + SPARE),
        ((256, 1024), 1000, 1024),
        ((256, resource.RLIM_INFINITY), 9000, 9000 + SPARE),
        ((9000, 9000), 1000, None),
        ((1024, 1024), 1000, None),
        ((resource.RLIM_INFINITY, resource.RLIM_INFINITY), 1000, None),
    ],
)
def test_the_soft_limit_is_raised_where_that_helps(
    monkeypatch: pytest.MonkeyPatch, limits: tuple[int, int], connections: int, set_to: int | None
) -> None:
    made: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda kind: limits)
    monkeypatch.setattr(resource, "setrlimit", lambda kind, value: made.append(value))
    allow_files(connections)
    assert made == ([] if set_to is None else [(set_to, limits[1])])
