"""Gold actions: a game's stored walkthrough, or one that is found from the goal and full knowledge of the state.

The six task types need no search over actions, only over which objects and which receptacle: fetch, treat,
deliver. The result is played on the engine before it is returned.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

from agentgym.environments.alfworld.official import files
from agentgym.environments.alfworld.world.blueprint import Blueprint
from agentgym.environments.alfworld.world.dialect import Dialect
from agentgym.environments.alfworld.world.engine import NOTHING
from agentgym.environments.alfworld.world.fast_engine import FastEngine
from agentgym.environments.alfworld.world.game import Game
from agentgym.environments.alfworld.world.goals import Held, Lit, Placed
from agentgym.errors import DataError
from agentgym.tasks import Task

_TREATMENT = {"isclean": ("clean", ""), "ishot": ("heat", "microwavetype"), "iscool": ("cool", "fridgetype")}


def walkthrough(task: Task, dialect: Dialect) -> list[str]:
    """Return the commands that win a task: the stored ones, or the solver's where a game file has none.

    Args:
        task: one of :func:`.tasks.load`.
        dialect: the dialect that the game is played in.

    Raises:
        DataError: no walkthrough is stored and none is found.
    """
    if isinstance(task.data, Blueprint):
        return dialect.reworded(task.data.walkthrough)
    path = Path(task.data)
    stored = files.read(path).walkthrough
    if stored:
        # Some published files write the raw ids of the problem instead of the names of the game.
        names = files.parsed(path).names if any("_bar_" in c for c in stored) else {}
        named = [" ".join(names.get(word, word) for word in c.split()) for c in stored]
        return dialect.reworded(named)
    solved = solve(files.parsed(path))
    if solved is None:
        raise DataError(f"{path} has no walkthrough, and the solver finds none: the game may be unsolvable.")
    return solved


def solve(game: Game) -> list[str] | None:
    """Return commands that win the game, the fewest of all choices; ``None`` if no choice wins."""
    best: list[str] | None = None
    for attempt in _attempts(game):
        if attempt.engine.won and (best is None or len(attempt.commands) < len(best)):
            best = attempt.commands
    return best


class _Attempt:
    """An episode with the commands that led to it; a command that is not admissible spoils it."""

    def __init__(self, game: Game) -> None:
        self.engine = FastEngine()
        self.engine.start(game)
        self.state = self.engine.state
        self.commands: list[str] = []
        self.spoilt = False

    def do(self, command: str) -> None:
        if not self.spoilt and not self.engine.won:
            self.commands.append(command)
            self.spoilt = self.engine.step(command) == NOTHING

    def go(self, receptacle: str, *, open_it: bool) -> None:
        game, name = self.state.game, self.state.game.names[receptacle]
        if receptacle not in self.state.here:
            self.do(f"go to {name}")
        if open_it and receptacle in game.openable and receptacle not in self.state.opened:
            self.do(f"open {name}")

    def fetch(self, thing: str) -> None:
        source = self.holder(thing)
        if source is None:
            self.spoilt = True
            return
        self.go(source, open_it=True)
        self.do(f"take {self.state.game.names[thing]} from {self.state.game.names[source]}")

    def holder(self, thing: str) -> str | None:
        return next((r for r, inside in self.state.contents.items() if thing in inside), None)


def _attempts(game: Game) -> Iterator[_Attempt]:
    placed = [g for g in game.goal if isinstance(g, Placed)]
    lamps = [lamp for g in game.goal if isinstance(g, Lit) for lamp in g.lamps]
    held = sorted(o for g in game.goal if isinstance(g, Held) for o in g.objects)
    if placed:
        yield from _placing(game, placed[0])
    for lamp in lamps:
        for thing in held:
            attempt = _Attempt(game)
            attempt.fetch(thing)
            stand = attempt.holder(lamp)
            if stand is not None:
                attempt.go(stand, open_it=False)
                attempt.do(f"use {game.names[lamp]}")
                yield attempt


def _placing(game: Game, goal: Placed) -> Iterator[_Attempt]:
    somewhere = sorted(o for o in goal.objects if any(o in inside for inside in game.contents.values()))
    for receptacle in goal.receptacles:
        there = [o for o in somewhere if o in game.contents[receptacle]]
        missing = goal.count if goal.properties else max(0, goal.count - len(there))
        candidates = somewhere if goal.properties else [o for o in somewhere if o not in there]
        for things in permutations(candidates[:6], missing):
            attempt = _Attempt(game)
            for thing in things:
                attempt.fetch(thing)
                for quality in goal.properties:
                    _treat(attempt, thing, quality)
                attempt.go(receptacle, open_it=True)
                attempt.do(game.dialect.placing(game.names[thing], game.names[receptacle]))
            yield attempt


def _treat(attempt: _Attempt, thing: str, quality: str) -> None:
    game = attempt.state.game
    verb, station = _TREATMENT[quality]
    wanted = game.dialect.cleaning if verb == "clean" else {station}
    for receptacle, types in sorted(game.receptacle_types.items()):
        if types & wanted and any(r == receptacle for r, _ in game.placed):
            attempt.go(receptacle, open_it=False)
            attempt.do(f"{verb} {game.names[thing]} with {game.names[receptacle]}")
            return
    attempt.spoilt = True
