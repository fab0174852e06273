"""The same episodes in three orders, eight side by side, on the reference driver, and with nothing done."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from pathlib import Path
from typing import Any

import click

from agentgym.benchmarks.browser_episodes.kept import Kept
from agentgym.benchmarks.browser_episodes.playing import Kind, Played, Player
from agentgym.tasks import Task

ORDERS, BESIDE = 3, 8
FIRST, TOGETHER, REFERENCE, IDLE = "order 0", "side by side", "selenium", "nothing done"


def mixed(tasks: Sequence[Task], order: int) -> list[Task]:
    """Return the tasks in an order."""
    changed = list(tasks)
    random.Random(order).shuffle(changed)
    return changed


def spread(tasks: Sequence[Task], count: int) -> list[Task]:
    """Return so many of the tasks, evenly over all."""
    return list(tasks[:: max(1, len(tasks) // count)][:count]) if count else []


class Comparison:
    """The episodes of an environment in all orders, kept in a folder.

    Args:
        kind: which environment.
        tasks: which tasks.
        folder: where episodes and observations are kept.
    """

    def __init__(self, kind: Kind, tasks: Sequence[Task], folder: Path) -> None:
        self.kind, self.tasks = kind, tasks
        self._texts = folder / "texts"
        self._texts.mkdir(parents=True, exist_ok=True)
        self.kept = Kept(folder / "orders.jsonl", Played)

    def run(self, reference: int) -> None:
        """Play what is not there yet; ``reference`` tasks on selenium."""
        for order in range(ORDERS):
            self._play(mixed(self.tasks, order), f"order {order}")
            click.echo(f"order {order}: played")
        with ThreadPoolExecutor(BESIDE) as threads:
            parts = [self.tasks[n::BESIDE] for n in range(BESIDE)]
            list(threads.map(lambda part: self._play(part, TOGETHER), parts))
        click.echo(f"{BESIDE} side by side: played")
        self._play(self.tasks, IDLE, idle=True)
        self._play(spread(self.tasks, reference), REFERENCE, driver="selenium")

    def differences(self) -> Iterator[str]:
        """Say of each episode that is not as in the first order where it begins to differ."""
        for way in (*(f"order {n}" for n in range(1, ORDERS)), TOGETHER, REFERENCE):
            for task in self.tasks:
                first, found = self.kept.found[f"{FIRST} {task.id}"], self.kept.found.get(f"{way} {task.id}")
                if found is not None and found != first:
                    yield f"{way}: {task.id}: {self._unlike(first, found)}"

    def count(self, way: str, reward: float) -> int:
        """Return how many episodes of a way ended with a reward."""
        return sum(
            name.startswith(f"{way} ") and played.reward == reward for name, played in self.kept.found.items()
        )

    def _play(self, tasks: Sequence[Task], way: str, *, idle: bool = False, **arguments: Any) -> None:
        wanted = [task for task in tasks if f"{way} {task.id}" not in self.kept.found]
        if not wanted:
            return
        player = Player(self.kind, self._texts, **arguments)
        try:
            for task in wanted:
                self.kept.get(f"{way} {task.id}", lambda t=task: player.play(t, idle=idle))  # type: ignore[misc]
        finally:
            player.close()

    def _unlike(self, first: Played, found: Played) -> str:
        for step, (one, other) in enumerate(zip_longest(first.seen, found.seen, fillvalue="")):
            if one != other:
                return f"step {step}: {self._line(one, other)}"
        return f"{first.reward} {first.status} / {found.reward} {found.status}"

    def _line(self, one: str, other: str) -> str:
        texts = [(self._texts / f"{name}.txt").read_text("utf-8") if name else "" for name in (one, other)]
        pairs = zip_longest(*(text.splitlines() for text in texts), fillvalue="")
        return next(f"{a[:100]!r} / {b[:100]!r}" for a, b in pairs if a != b)
