"""Items: matches, and scripts that are not there."""

from __future__ import annotations

from agentgym.environments.operating_system.world.item import Match


def test_matches() -> None:
    assert Match(answer="1", strip=True).holds(" 1\n") and not Match(answer="1").holds(" 1")
    assert Match(regex="^a+$").holds("aaa") and not Match(regex="^a+$").holds("b")
    assert not Match(answer="None").holds(None) and not Match(regex=".*").holds(None)
