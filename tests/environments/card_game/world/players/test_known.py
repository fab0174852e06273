"""Players by name."""

from __future__ import annotations

import random

from agentgym.environments.card_game.world.players.baseline2 import Baseline2, Baseline2V02
from agentgym.environments.card_game.world.players.known import BASELINES, PLAYERS, make, order


def test_v02_has_a_baseline2_of_its_own() -> None:
    rng = random.Random(0)
    assert type(make("baseline2", "paper", rng)) is Baseline2 is type(make("baseline2", "fixed", rng))
    assert type(make("baseline2", "agentbench", rng)) is Baseline2V02
    assert {type(make(name, "paper", rng)).__name__ for name in PLAYERS} == {
        "Baseline1", "Baseline2", "RandomPlayer", "SearchPlayer"
    }  # fmt: skip


def test_orders() -> None:
    rng = random.Random(0)
    assert {tuple(order(name, "agentbench", rng)) for name in BASELINES for _ in range(9)} == {(1, 2, 3, 4)}
    assert len({tuple(order("baseline1", "paper", rng)) for _ in range(200)}) == 24
