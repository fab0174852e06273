"""What counts as growth."""

from __future__ import annotations

from agentgym.benchmarks.browser_episodes.flat import Held, grown

FIFTH = Held(200, 400.0, 100.0, 20, 4, 30)
BUSY = Held(500, 900.0, 900.0, 90, 90, 90)


def rows(**changed: float) -> list[Held]:
    return [BUSY, FIFTH, *[BUSY] * 7, FIFTH._replace(episodes=1000)._replace(**changed)]


def test_only_the_end_is_compared_with_a_fifth() -> None:
    assert grown(rows()) == []
    assert grown(rows(browser=500.0, processes=19)) == []
    assert grown(rows(browser=540.0)) == ["browser: 400, then 540"]
    assert grown(rows(handles=31, python=131.0)) == ["python: 100, then 131", "handles: 30, then 31"]
    assert grown([BUSY]) == []
