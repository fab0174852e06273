"""All that a player may do: its draws are branched over instead of drawn."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from agentgym.environments.card_game.world.sight import Sight


class Branches:
    """Stands for a generator of random numbers, and takes every possible draw in turn."""

    def __init__(self) -> None:
        self._path: list[int] = []
        self._sizes: list[int] = []
        self._at = 0

    def choice(self, values: Sequence[Any]) -> Any:
        return values[self.randrange(len(values))]

    def random(self) -> float:
        return (0.0, 0.999)[self.randrange(2)]

    def randrange(self, count: int) -> int:
        if self._at == len(self._path):
            self._path.append(0)
            self._sizes.append(count)
        self._at += 1
        return self._path[self._at - 1]

    def following(self) -> bool:
        """Turn to the next branch; false where there is none."""
        while self._path and self._path[-1] + 1 == self._sizes[-1]:
            self._path.pop()
            self._sizes.pop()
        self._at = 0
        if self._path:
            self._path[-1] += 1
        return bool(self._path)


def options(player: Any, what: str, sight: Sight) -> tuple[set[Any], Any]:
    """Return every result of a player's method, and the player as it is after the last."""
    branches, found = Branches(), set()
    while True:
        after = copy.copy(player)
        for name, value in vars(player).items():
            setattr(after, name, copy.copy(value))
        after.rng = branches
        found.add(getattr(after, what)(sight))
        if not branches.following():
            return found, after
