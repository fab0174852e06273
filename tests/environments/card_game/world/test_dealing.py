"""Dealing."""

from __future__ import annotations

import random
from typing import Any

import pytest

from agentgym.environments.card_game.world.dealing import Brief, deal
from agentgym.environments.card_game.world.match import Match
from agentgym.environments.card_game.world.players.random_player import RandomPlayer
from agentgym.environments.card_game.world.replies import Version
from agentgym.environments.card_game.world.table import Table

ORDER = (1, 2, 3, 4)


def dealt(
    opponent: str, *, first: bool = True, seed: int = 5, episode: int = 0, version: Version = "paper"
) -> Match:
    table = Table(version, "react", {"guess": 3, "act": 2}, {})

    def ask(spec: str, seat: Any, rng: random.Random) -> RandomPlayer:
        return RandomPlayer(rng)

    return deal(Brief(opponent, first, seed), version, episode, table.sit, ask)


def test_the_order_follows_from_the_task_and_the_draws_from_the_episode_as_well() -> None:
    games = [dealt("baseline1", first=False, episode=e).game for e in (1, 1, 2, 3)]
    assert len({game.board.kinds for game in games}) == 1
    assert games[0].log == games[1].log and any(game.log != games[0].log for game in games)
    assert len({dealt("baseline1", seed=seed).game.board.kinds for seed in range(200)}) == 24


@pytest.mark.parametrize("first", [True, False])
def test_the_agents_order_is_fixed_against_players(first: bool) -> None:
    match = dealt("baseline2", first=first)
    own = match.game.board.kinds[:4] if first else match.game.board.kinds[4:]
    assert own == ORDER and match.side == (0 if first else 1)
    assert match.game.log == [] if first else len(match.game.log) == 2


def test_v02s_baselines_have_the_agents_order() -> None:
    orders = {name: {dealt(name, seed=s, version="agentbench").game.board.kinds[4:] for s in range(20)}
              for name in ("baseline1", "baseline2", "random")}  # fmt: skip
    assert orders["baseline1"] == orders["baseline2"] == {ORDER} and len(orders["random"]) > 5


@pytest.mark.parametrize("opponent", ["self", "mock:hello"])
def test_against_a_model_both_orders_are_shuffled(opponent: str) -> None:
    kinds = [dealt(opponent, seed=seed).game.board.kinds for seed in range(30)]
    assert len({k[:4] for k in kinds}) > 5 and len({k[4:] for k in kinds}) > 5
    assert len(dealt("self").seats) == 2 and len(dealt("mock:hello").seats) == 1
