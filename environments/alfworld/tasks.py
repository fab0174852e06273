"""The task sets: the games that ship with the package, and those of a folder or file in ALFWorld's layout.

The embedded games were made by :mod:`.authoring`, solved, and stored as blueprints with their walkthroughs in
``data/games.json.zst``, so that they stay the same when the generator changes. The splits differ in room layout:
``seen`` plays new games in the layouts of ``train``, ``dev`` and ``unseen`` in layouts of their own. ``test`` is
``unseen``, as in the paper.
"""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from pathlib import Path

from agentgym.environments.alfworld.official import files
from agentgym.environments.alfworld.official.pddl import parse
from agentgym.environments.alfworld.world.blueprint import Blueprint
from agentgym.environments.alfworld.world.dialect import Dialect
from agentgym.environments.alfworld.world.game import Game
from agentgym.environments.alfworld.world.problem_text import goal_sentence, problem_text
from agentgym.stores import read_store
from agentgym.tasks import Task, TaskSet

STORE = Path(__file__).with_name("data") / "games.json.zst"


def load(data: Path | None, split: str) -> TaskSet:
    """Return the games of a split as tasks; loaded when they are asked for.

    Args:
        data: file or folder in ALFWorld's layout (:func:`.official.files.find`), ``None`` for the embedded games.
        split: ``train``, ``dev``, ``seen``, ``unseen`` or ``test``.

    Raises:
        DataError: there is no game.
    """
    if data is None:
        games = blueprints(split)
        return TaskSet(
            list(games), lambda i: embedded_task(games[i], split), name=f"ALFWorld embedded ({split})"
        )
    paths = files.find(data, split)
    return TaskSet(list(paths), lambda i: file_task(i, paths[i], split), name=f"{data} ({split})")


def embedded_task(blueprint: Blueprint, split: str) -> Task:
    """Return an embedded game as a task."""
    return Task(id=blueprint.id, data=blueprint, split=split, kind=blueprint.kind)


def file_task(task_id: str, path: Path, split: str) -> Task:
    """Return a game file as a task; its kind is read from the folder names."""
    fingerprint = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return Task(id=task_id, data=str(path), split=split, kind=kind_of(path), fingerprint=fingerprint)


def kind_of(path: Path) -> str:
    """Return the task type that a folder's name begins with (``pick_…``, ``look_at…``); ``""`` where none does."""
    return next((p.split("-")[0] for p in path.parts[::-1] if p.startswith(("pick_", "look_at"))), "")


def game(task: Task, dialect: Dialect) -> Game:
    """Return the parsed game of a task; shared by all environments of the process.

    Args:
        task: one of :func:`load`.
        dialect: dialect of an embedded game; a file speaks its own.

    Raises:
        DataError: the file is damaged, or speaks no dialect that the fast engine knows.
    """
    if isinstance(task.data, Blueprint):
        return embedded_game(task.data, dialect)
    return files.parsed(Path(task.data))


@lru_cache(512)
def embedded_game(blueprint: Blueprint, dialect: Dialect) -> Game:
    """Return an embedded game, parsed; the last few hundred are remembered (about 0.25 MB each)."""
    return Game(parse(problem_text(blueprint)), goal_sentence(blueprint), dialect)


@cache
def blueprints(split: str) -> dict[str, Blueprint]:
    """Return the embedded games of a split by id; ``test`` is ``unseen``."""
    chosen = [b for b in stored() if b.id.startswith(f"{'unseen' if split == 'test' else split}/")]
    # The task types take turns, so that the first n tasks are a fair sample of them.
    return {b.id: b for b in sorted(chosen, key=lambda b: b.id.rsplit("-", 1)[1])}


@cache
def stored() -> tuple[Blueprint, ...]:
    """Return all embedded games, in the order of the store."""
    return read_store(STORE, tuple[Blueprint, ...])
