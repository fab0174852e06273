"""The example of each task type is an episode that is won, with thoughts where they help."""

from __future__ import annotations

import pytest

from agentgym.environments.alfworld import tasks
from agentgym.environments.alfworld.demonstration import KINDS, demonstration
from agentgym.environments.alfworld.world.dialect import MOVE, PUT, Dialect
from agentgym.environments.alfworld.world.fast_engine import FastEngine


@pytest.mark.parametrize("dialect", [MOVE, PUT], ids=["move", "put"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_example_is_won_and_of_its_kind(kind: str, dialect: Dialect) -> None:
    turns = demonstration(kind, dialect)
    found = [
        b for b in tasks.blueprints("train").values()
        if b.kind == kind and FastEngine().start(tasks.embedded_game(b, dialect)) == turns[0][0]
    ]  # fmt: skip
    assert len(found) == 1
    engine = FastEngine()
    engine.start(tasks.embedded_game(found[0], dialect))
    for observation, action in turns:
        assert observation
        engine.step(str(action["command"]))
    assert engine.won and turns[0][1].thought
