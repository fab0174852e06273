"""What counts as growth."""

from __future__ import annotations

from agentgym.benchmarks.browser_episodes.flat import Held, grown

USUAL = Held(200, 400.0, 100.0, 20, 4, 30)


def rows(**changed: float) -> list[Held]:
    """Return ten looks, the second half of them changed."""
    return [USUAL, USUAL._replace(processes=21), *[USUAL] * 3, *[USUAL._replace(**changed)] * 5]


def test_halves_are_compared() -> None:
    assert grown(rows()) == []
    assert grown(rows(browser=500.0, processes=21)) == []
    assert grown([*rows()[:-1], USUAL._replace(browser=900.0)]) == []  # It comes and goes.
    assert grown(rows(browser=540.0)) == ["browser: 400, then 540"]
    assert grown(rows(handles=31, python=131.0)) == ["python: 100, then 131", "handles: 30, then 31"]
    assert grown([USUAL]) == []
