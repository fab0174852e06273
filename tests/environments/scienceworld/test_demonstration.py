"""The example: what it shows is what the simulator answers."""

from __future__ import annotations

import itertools

from agentgym.environments.scienceworld import demonstration, tasks
from agentgym.environments.scienceworld.protocol import THINK
from tests.environments.scienceworld.simulator import NEEDS_SIMULATOR, playing


@NEEDS_SIMULATOR
def test_the_example_is_a_game_that_was_won() -> None:
    name, variation = tasks.parts(demonstration.TASK)
    assert variation in tasks.variations(name, "train")
    with playing(name, variation) as game:
        assert (game.observation, game.goal) == (demonstration.FIRST, demonstration.GOAL)
        for _, command, led_to in demonstration.STEPS:
            assert game.step(command) == led_to
        assert game.score == 100


def test_both_forms_tell_the_same_commands() -> None:
    commands = [command for _, command, _ in demonstration.STEPS]
    assert [a["command"] for _, a in demonstration.EXAMPLE] == commands
    turns, plain = demonstration.harness(turns=True), demonstration.harness(turns=False)
    assert [a["command"] for _, a in turns if a.name != THINK] == commands == [a["command"] for _, a in plain]
    assert all(seen == "OK." for (_, before), (seen, _) in itertools.pairwise(turns) if before.name == THINK)
    assert all("\n\t" not in seen for seen, _ in turns + plain)
