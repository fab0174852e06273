"""Our games beside the package's, step by step along gold paths; every difference is a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from agentgym.environments.scienceworld import expert, tasks
from agentgym.environments.scienceworld.official.package import PackageGame, Seen
from agentgym.environments.scienceworld.world.game import Game

SIMPLIFICATION = "easy"


class Compared(msgspec.Struct):
    """One game that both have played.

    Attributes:
        task: id of the task.
        steps: commands that were carried out, the first look included.
        valid: valid actions that were compared over all steps, one by one and in order.
        score: the final score.
        difference: the first step at which they differ, and in what; ``""`` for none.
    """

    task: str
    steps: int
    valid: int
    score: int
    difference: str


def chosen(each: int) -> Iterator[str]:
    """Yield ids of so many variations of each task, or all it has: the paper's first; one of each task at a time."""
    picked = {}
    for name, count in tasks.VARIATIONS.items():
        first = tasks.protocol_variations(name)
        picked[name] = [*first, *(v for v in range(count) if v not in first)][:each]
    for place in range(each):
        yield from (tasks.task_id(name, v[place]) for name, v in picked.items() if place < len(v))


def compare(task_id: str, commands: Sequence[str], package: PackageGame) -> Compared:
    """Play commands in both and compare observation, score, moves, end and valid actions at each step."""
    name, variation = tasks.parts(task_id)
    theirs = package.load(name, variation, SIMPLIFICATION)
    game = Game(name, variation, SIMPLIFICATION, order="package")
    try:
        difference = _difference(0, game, theirs)
        steps, valid = 1, len(theirs.valid)
        for number, command in enumerate(commands, start=1):
            if difference:
                break
            theirs = package.step(command)
            game.step(command)
            difference = _difference(number, game, theirs)
            steps, valid = steps + 1, valid + len(theirs.valid)
    finally:
        game.end()
    return Compared(task_id, steps, valid, game.score, difference)


def run(each: int, out: Path) -> Iterator[Compared]:
    """Compare so many variations of each task; what stands in ``out`` already is not played again."""
    done = {c.task: c for c in read(out)}
    package = PackageGame()
    try:
        for task_id in chosen(each):
            found = done.get(task_id)
            if found is None:
                found = compare(task_id, expert.path(task_id, SIMPLIFICATION), package)
                with out.open("a") as file:
                    file.write(json.dumps(msgspec.to_builtins(found)) + "\n")
            yield found
    finally:
        package.close()


def read(out: Path) -> list[Compared]:
    """Return the games that a file holds."""
    if not out.exists():
        return []
    return [msgspec.json.decode(line, type=Compared) for line in out.read_bytes().splitlines()]


def _difference(step: int, game: Game, theirs: Seen) -> str:
    ours = Seen(game.observation, game.score, game.moves, game.completed or game.score < 0, game.valid())
    unequal = [field for field in Seen._fields if getattr(ours, field) != getattr(theirs, field)]
    return f"step {step}: {', '.join(unequal)}" if unequal else ""
