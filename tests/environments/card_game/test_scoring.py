"""Reward and metrics."""

from __future__ import annotations

import random

import pytest

from agentgym.environments.card_game.scoring import metrics, reward
from agentgym.environments.card_game.world.game import Game
from agentgym.environments.card_game.world.match import Match
from agentgym.environments.card_game.world.moves import Guess, Move
from agentgym.environments.card_game.world.players.random_player import RandomPlayer
from agentgym.environments.card_game.world.table import Table

ORDER = (1, 2, 3, 4)


def match(side: int) -> Match:
    game, table = Game((ORDER, ORDER)), Table("paper", "react", {"guess": 3, "act": 2}, {})
    return Match(game, side, {side: table.sit(game, side)}, RandomPlayer(random.Random(0)))


def test_the_measures_of_a_game() -> None:
    played = match(0)
    game, seat = played.game, played.seats[0]
    game.guess(Guess(0, 1))
    game.act(Move(True, 0, None))
    game.guess(None)
    game.board.hp[4] = 0
    seat.asked = 5
    found = metrics(played, "paper")
    assert found == {
        "success": 0.0, "damage_share": (400 + 134 + 106 + 106) / 1600, "takedowns": 1.0, "right_guesses": 1.0,
        "tries": 5.0, "turns": 2.0,
    }  # fmt: skip
    game.winner = 0
    assert reward(played) == 1.0 == metrics(played, "paper")["success"]


@pytest.mark.parametrize(
    ("winner", "lost_hp", "score"), [(0, 1600, 1.0), (1, 800, 0.15), (1, 0, 0.0), (0, 400, 0.775)]
)
def test_v02s_score(winner: int, lost_hp: int, score: float) -> None:
    played = match(0)
    played.game.winner = winner
    played.game.board.hp[4:] = [400 - lost_hp // 4] * 4
    assert metrics(played, "agentbench")["score"] == pytest.approx(score)


def test_the_second_side_is_measured_as_well() -> None:
    played = match(1)
    played.game.board.hp[:4], played.game.winner = [0, 0, 400, 300], 1
    found = metrics(played, "paper")
    assert (found["success"], found["takedowns"], found["damage_share"]) == (1.0, 2.0, 900 / 1600)
