"""The example of each task type is an episode that is won, with thoughts where they help."""

from __future__ import annotations

import pytest

from agentgym.environments.alfworld import tasks
from agentgym.environments.alfworld.demonstration import KINDS, demonstration
from agentgym.environments.alfworld.protocol import first_observation
from agentgym.environments.alfworld.world.blueprint import Blueprint
from agentgym.environments.alfworld.world.dialect import MOVE, PUT, Dialect
from agentgym.environments.alfworld.world.fast_engine import FastEngine


def _shown(blueprint: Blueprint, dialect: Dialect) -> str:
    return first_observation(FastEngine().start(tasks.embedded_game(blueprint, dialect)))


@pytest.mark.parametrize("dialect", [MOVE, PUT], ids=["move", "put"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_example_is_won_and_of_its_kind(kind: str, dialect: Dialect) -> None:
    turns = demonstration(kind, dialect)
    found = [
        b for b in tasks.blueprints("train").values()
        if b.kind == kind and turns[0][0].endswith(_shown(b, dialect))
    ]  # fmt: skip
    assert len(found) == 1
    engine = FastEngine()
    engine.start(tasks.embedded_game(found[0], dialect))
    for observation, action in turns:
        assert observation and not observation.startswith("You arrive at loc")
        engine.step(str(action["command"]))
    assert engine.won and turns[0][1].thought
