"""Reward and metrics."""

from __future__ import annotations

from agentgym.environments.alfworld import scoring


def test_only_a_game_that_is_won_scores() -> None:
    won, lost = scoring.won("You put it."), scoring.not_won("Nothing happens.")
    assert (won.reward, won.terminated, won.metrics) == (1.0, True, {"success": 1.0})
    assert (lost.reward, lost.terminated, lost.metrics) == (0.0, False, {"success": 0.0})
