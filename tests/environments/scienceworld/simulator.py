"""What tests that play share: the skip where there is no simulator, and a game that is surely ended."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from agentgym.environments.scienceworld.world import java
from agentgym.environments.scienceworld.world.game import Game, Order

LACK = java.missing()
NEEDS_SIMULATOR = pytest.mark.skipif(bool(LACK), reason=LACK or "available")


@contextlib.contextmanager
def playing(
    name: str, variation: int, *, order: Order = "own", simplification: str = "easy"
) -> Iterator[Game]:
    game = Game(name, variation, simplification, order=order)
    try:
        yield game
    finally:
        game.end()
