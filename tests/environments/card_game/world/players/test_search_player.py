"""The players that search, in games."""

from __future__ import annotations

import random

import pytest

from agentgym.environments.card_game.world.game import Game
from agentgym.environments.card_game.world.moves import Guess, Move
from agentgym.environments.card_game.world.players.baseline1 import Baseline1
from agentgym.environments.card_game.world.players.baseline2 import Baseline2
from agentgym.environments.card_game.world.players.search_player import SearchPlayer, SeeingPlayer
from agentgym.environments.card_game.world.sight import Sight
from tests.environments.card_game.world.players.arena import play, win_rate

ORDER = (1, 2, 3, 4)


@pytest.mark.parametrize(
    ("player", "opponent", "side", "at_least"),
    [
        (SeeingPlayer, Baseline1, 0, 1.0), (SeeingPlayer, Baseline1, 1, 0.98), (SeeingPlayer, Baseline2, 0, 1.0),
        (SeeingPlayer, Baseline2, 1, 0.92), (SearchPlayer, Baseline1, 0, 0.98), (SearchPlayer, Baseline1, 1, 0.97),
        (SearchPlayer, Baseline2, 0, 0.98), (SearchPlayer, Baseline2, 1, 0.7),
    ],
)  # fmt: skip
def test_how_often_they_win(player: type, opponent: type, side: int, at_least: float) -> None:
    assert win_rate(player, opponent, side) >= at_least


def test_baseline2_is_as_strong_as_it_was_measured() -> None:
    """0.99 first and 0.95 second against baseline1, 0.73 first against itself, random orders."""
    rng = random.Random(0)

    def rate(opponent: type, side: int) -> float:
        won = 0
        for _ in range(200):
            players, picks = [Baseline2(rng), opponent(rng)], (rng.sample(ORDER, 4), rng.sample(ORDER, 4))
            won += play((players[side], players[1 - side]), picks).winner == side
        return won / 200

    assert rate(Baseline1, 0) > 0.95 and rate(Baseline1, 1) > 0.88
    assert 0.62 < rate(Baseline2, 0) < 0.84


def test_the_seeing_one_is_always_right_and_guesses_the_weakest() -> None:
    game = Game((ORDER, (4, 3, 2, 1)))
    game.board.hp[6] = 60
    player, sight = SeeingPlayer(), Sight(game, 0)
    assert player.guess(sight) == Guess(2, 2)
    game.board.exposed[4:] = [True] * 4
    assert player.guess(sight) is None
    assert player.act(sight, [Move(False, 0, 0)]) == Move(False, 0, 0)


def test_the_honest_one_does_not_look() -> None:
    """Before anything has happened, it decides the same whatever is hidden."""
    seen = set()
    for order in (ORDER, (4, 3, 2, 1), (2, 4, 1, 3)):
        game = Game((ORDER, order))
        player, sight = SearchPlayer(), Sight(game, 0)
        guess = player.guess(sight)
        game.guess(None)
        seen.add((guess, player.act(sight)))
    assert len(seen) == 1
