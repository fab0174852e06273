"""Records the gold paths that ship: the paper's 270 episodes, and the first variation of each task to train on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from agentgym.environments.scienceworld import tasks
from agentgym.environments.scienceworld.expert import STORE, Recorded, make
from agentgym.environments.scienceworld.world.game import Game
from agentgym.environments.scienceworld.world.java import jar_hash
from agentgym.environments.scienceworld.world.simulators import SIMULATORS
from agentgym.errors import DataError
from agentgym.stores import write_store

SIMPLIFICATION = "easy"


def record(task_ids: Iterable[str] = (), out: Path = STORE) -> int:
    """Make gold paths, play each one, and write them; return how many.

    Args:
        task_ids: tasks; those that ship by default.
        out: the store.

    Raises:
        DataError: a path does not solve its task.
    """
    wanted = list(task_ids) or shipped()
    kept = SIMULATORS.get().lend()  # The machine ends with its last slot: one stays.
    paths = {task_id: _played(task_id, make(task_id, SIMPLIFICATION)) for task_id in wanted}
    kept.release()
    write_store(out, Recorded(jar_hash(), SIMPLIFICATION, paths))
    return len(paths)


def shipped() -> list[str]:
    """Return the tasks whose gold paths ship: what is tried first in each split does not wait for one."""
    train, test = (tasks.load(split, episodes=False).ids for split in ("train", "test"))
    ends = [test[0], test[len(test) // 2], test[-1]]  # those that `agentgym check` plays
    return list(
        dict.fromkeys([*tasks.load("test", episodes=True).ids, *train[: len(tasks.VARIATIONS)], *ends])
    )


def _played(task_id: str, path: list[str]) -> list[str]:
    name, variation = tasks.parts(task_id)
    game = Game(name, variation, SIMPLIFICATION, order="own")
    try:
        for command in path:
            game.step(command)
    finally:
        game.end()
    if game.score != 100:
        raise DataError(f"The gold path of {task_id} reaches {game.score}, not 100.")
    return path
