"""Dialects: how a walkthrough reads in each."""

from __future__ import annotations

from agentgym.environments.alfworld.world.dialect import MOVE, PUT

COMMANDS = ["go to desk 1", "take mug 1 from desk 1", "move mug 1 to shelf 2", "examine move 1"]


def test_a_walkthrough_is_reworded() -> None:
    assert PUT.reworded(COMMANDS) == [*COMMANDS[:2], "put mug 1 in/on shelf 2", COMMANDS[3]]
    assert MOVE.reworded(COMMANDS) == COMMANDS


def test_placing_is_the_command_of_the_dialect() -> None:
    assert (MOVE.placing("mug 1", "shelf 2"), PUT.placing("mug 1", "shelf 2")) == (
        "move mug 1 to shelf 2",
        "put mug 1 in/on shelf 2",
    )
