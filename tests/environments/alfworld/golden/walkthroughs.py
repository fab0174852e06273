"""``Walkthrough``: one recorded game, and how it is played again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from agentgym.environments.alfworld import tasks
from agentgym.environments.alfworld.official.pddl import parse
from agentgym.environments.alfworld.world.dialect import Dialect
from agentgym.environments.alfworld.world.engine import Engine
from agentgym.environments.alfworld.world.game import Game
from agentgym.environments.alfworld.world.problem_text import goal_sentence
from tests.environments.alfworld.golden.households import HOUSEHOLDS

FILE = Path(__file__).with_name("walkthroughs.jsonl")


class Walkthrough(msgspec.Struct, frozen=True, kw_only=True):
    """A game that was played on TextWorld.

    Attributes:
        game: id of the embedded game.
        household: ``plain`` or ``crowded``.
        dialect: wording and rules that it was played in.
        commands: what was done: first what wins, then at random.
        seen: for the start and for every command, 8 hex digits over the answer and 8 over the admissible commands.
        won: whether the goal was reached, likewise; one digit each.
    """

    game: str
    household: str
    dialect: Dialect
    commands: tuple[str, ...]
    seen: tuple[str, ...]
    won: str

    @property
    def problem(self) -> str:
        """The PDDL problem that was played."""
        return HOUSEHOLDS[self.household](tasks.blueprints(self.game.split("/")[0])[self.game])

    @property
    def task(self) -> str:
        """The goal sentence."""
        return goal_sentence(tasks.blueprints(self.game.split("/")[0])[self.game])

    def parsed(self) -> Game:
        """Return the game, as our engine plays it."""
        return Game(parse(self.problem), self.task, self.dialect)


def read() -> list[Walkthrough]:
    """Return the recorded walkthroughs."""
    return [msgspec.json.decode(line, type=Walkthrough) for line in FILE.read_bytes().splitlines()]


def play(engine: Engine[object], first: str, commands: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Play commands on an engine whose first observation was ``first``; yield what it shows, hashed, and ``won``."""
    yield shown(engine, first)
    for command in commands:
        yield shown(engine, engine.step(command))


def shown(engine: Engine[object], feedback: str) -> tuple[str, str]:
    """Return 16 hex digits over the answer and the admissible commands, and one digit for ``won``."""
    return _hash(feedback) + _hash("\n".join(engine.admissible())), str(int(engine.won))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
