"""Records the gold paths that ship: those of the paper's 270 episodes."""

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
        task_ids: tasks; the paper's episodes by default.
        out: the store.

    Raises:
        DataError: a path does not solve its task.
    """
    wanted = list(task_ids) or list(tasks.load("test", episodes=True).ids)
    kept = SIMULATORS.get().lend()  # The machine ends with its last slot: one stays.
    paths = {task_id: _played(task_id, make(task_id, SIMPLIFICATION)) for task_id in wanted}
    kept.release()
    write_store(out, Recorded(jar_hash(), SIMPLIFICATION, paths))
    return len(paths)


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
