"""Matches: who plays when."""

from __future__ import annotations

import random

from agentgym.environments.card_game.world.game import Game
from agentgym.environments.card_game.world.match import Match
from agentgym.environments.card_game.world.moves import Guess, Move
from agentgym.environments.card_game.world.players.random_player import RandomPlayer
from agentgym.environments.card_game.world.replies import Version
from agentgym.environments.card_game.world.table import Table

ORDER = (1, 2, 3, 4)


def match(side: int = 0, version: Version = "paper", *, alone: bool = False) -> Match:
    game, table = Game((ORDER, ORDER)), Table(version, "react", {"guess": 3, "act": 2}, {})
    seats = {s: table.sit(game, s) for s in ((0, 1) if alone else (side,))}
    made = Match(game, side, seats, None if alone else RandomPlayer(random.Random(0)))
    made.advance()
    return made


def test_the_opponent_plays_until_the_seat_is_asked() -> None:
    first, second = match(0), match(1)
    assert not first.game.log and [phase.side for phase in second.game.log] == [0, 0]
    first.answer(Guess(0, 1))
    assert first.seat.phase == "act" and first.right_guesses() == 1
    first.answer(Move(True, 0, None))
    assert [phase.side for phase in first.game.log] == [0, 0, 1, 1] and first.seat.phase == "guess"


def test_a_guess_at_an_exposed_fish_is_no_guess() -> None:
    played = match(0)
    played.answer(Guess(0, 1))
    played.answer(Move(False, 3, 0))
    played.answer(Guess(0, 2))
    guessed = played.game.guessed[0]
    assert guessed is not None and guessed.guess is None and played.seat.sight.named == {0}


def test_fixed_asks_for_no_guess_where_nothing_is_hidden() -> None:
    played = match(0, "fixed")
    played.answer(None)
    played.game.board.exposed[4:] = [True] * 4
    played.answer(Move(True, 0, None))
    assert played.seat.phase == "act" and played.game.side == 0


def test_in_self_play_both_seats_are_asked() -> None:
    played = match(alone=True)
    for decision in (None, Move(True, 0, None)):
        assert played.seat is played.seats[0]
        played.answer(decision)
    assert played.seat is played.seats[1] and not played.won


def test_who_gives_up_guesses_nothing_or_loses() -> None:
    played = match(0)
    played.gave_up()
    assert played.game.winner is None and played.seat.phase == "act"
    played.gave_up()
    assert played.game.winner == 1 and not played.won and played.seat is played.seats[0]


def test_an_opponent_that_gives_up_has_lost() -> None:
    class Silent(RandomPlayer):
        def act(self, sight: object) -> None:  # type: ignore[override]
            return None

    played = match(0)
    played.opponent = Silent(random.Random(0))
    played.answer(None)
    played.answer(Move(True, 0, None))
    assert played.won
