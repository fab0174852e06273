"""The task sets: games against an opponent, each with a seed of its own.

As in AgentBench there are as many games for each opponent and each place of the agent (moving first or second). Nothing
has to be stored: a task is its seed, from which the order of the opponent's fish follows.
"""

from __future__ import annotations

from functools import partial

from agentgym.environments.card_game.world.dealing import Brief
from agentgym.environments.card_game.world.players.known import BASELINES
from agentgym.tasks import Task, TaskSet

GAMES = {"train": 250, "dev": 5, "test": 50}
"""Games of each split for each opponent and place. ``test`` is as large as AgentTuning's evaluation: 200 in all."""
_SEEDS = {"train": 100_000, "dev": 200_000, "test": 300_000}
PLACES = ("first", "second")


def load(split: str, opponent: str | None) -> TaskSet:
    """Return the games of a split, opponents and places in turn.

    Args:
        split: ``train``, ``dev`` or ``test``.
        opponent: who plays them; ``None`` for both baselines.
    """
    opponents = BASELINES if opponent is None else (opponent,)
    listed = [(name, place) for name in opponents for place in PLACES]
    table: dict[str, Brief] = {}
    for number in range(GAMES[split]):
        for cell, (name, place) in enumerate(listed):
            seed = _SEEDS[split] + number * len(BASELINES) * len(PLACES) + cell
            table[f"{split}-{label(name)}-{place}-{number:03d}"] = Brief(name, place == "first", seed)

    return TaskSet(list(table), partial(_task, table, split), name=f"CardGame ({split})")


def _task(table: dict[str, Brief], split: str, task_id: str) -> Task:
    return Task(id=task_id, data=table[task_id], split=split, kind=kind_of(task_id))


def kind_of(task_id: str) -> str:
    """Return the kind of a task by its id: the opponent and the agent's place."""
    return task_id.partition("-")[2].rpartition("-")[0]


def label(opponent: str) -> str:
    """Return what ids call an opponent; the spec of a policy may hold anything."""
    return opponent if opponent.isidentifier() else "policy"
