"""Phases, ends and results."""

from __future__ import annotations

import pytest

from agentgym.environments.card_game.world.game import LAST_STATE, Game
from agentgym.environments.card_game.world.moves import Guess, IllegalMove, Move
from tests.environments.card_game.golden_games import games, play

ORDER = (1, 2, 3, 4)


def test_every_recorded_result_agrees() -> None:
    for recorded in games():
        if None in recorded["picks"]:
            continue
        game = Game(tuple(recorded["picks"]))
        for phase in recorded["phases"]:
            assert game.winner is None
            play(game, phase)
        if "error" in recorded:
            assert game.winner is None
            game.forfeit(recorded["error"]["player"])
        assert game.winner == recorded["winner"], recorded["id"]
        assert [game.damage(0), game.damage(1)] == recorded["damage"]
        assert [game.takedowns(0), game.takedowns(1)] == recorded["takedown"]


@pytest.mark.parametrize(
    ("pick", "number"), [((1, 1, 2, 3), 8), ((1, 2, 3), 10), ((1, 2, 3, 5), 7), ((0, 1, 2, 3), 7)]
)
def test_a_pick_is_one_of_each_kind(pick: tuple[int, ...], number: int) -> None:
    with pytest.raises(IllegalMove) as caught:
        Game((ORDER, pick))
    assert caught.value.number == number


def test_phases_take_turns_and_are_logged() -> None:
    game = Game((ORDER, ORDER))
    assert game.guess(Guess(2, 3)) and not game.guessing and game.side == 0
    game.act(Move(True, 0, None))
    assert not game.guess(None) and game.side == 1
    assert [phase.side for phase in game.log] == [0, 0, 1]
    assert game.log[0].hp == (400,) * 4 + (350,) * 4 and game.log[1].hp[4:] == (266, 266, 294, 294)
    assert game.guessed[0] is not None and game.guessed[0].right


def test_an_illegal_guess_or_move_changes_nothing() -> None:
    game = Game((ORDER, ORDER))
    with pytest.raises(IllegalMove):
        game.guess(Guess(4, 1))
    assert game.guessing and not game.log
    game.guess(None)
    with pytest.raises(IllegalMove):
        game.act(Move(True, 1, 1))
    assert not game.guessing and game.states == 3


@pytest.mark.parametrize(
    ("hp", "winner"),
    [
        ([9, 9, 0, 0, 350, 0, 0, 0], 0), ([400, 0, 0, 0, 9, 150, 0, 0], 1),
        ([300, 9, 0, 0, 119, 150, 0, 0], 0), ([160, 140, 0, 0, 150, 150, 0, 0], 0),
        ([150, 150, 0, 0, 150, 150, 0, 0], 1),
    ],
)  # fmt: skip
def test_the_last_state_decides(hp: list[int], winner: int) -> None:
    """With four fish a side it is never reached; more living fish, more HP, a stronger fish, then side 1."""
    game = Game((ORDER, ORDER))
    game.board.hp, game.states, game.guessing = hp, LAST_STATE - 1, False
    game.board.attack[0] = 0
    game.act(Move(False, 0, 0))
    assert game.winner == winner


def test_phases_have_their_time() -> None:
    game = Game((ORDER, ORDER))
    for call in (lambda: game.act(Move(True, 0, None)), lambda: (game.guess(None), game.guess(None))):
        with pytest.raises(IllegalMove) as caught:
            call()
        assert caught.value.number == 6
    game.forfeit(0)
    for over in (lambda: game.guess(None), lambda: game.act(Move(True, 0, None))):
        with pytest.raises(IllegalMove):
            over()


def test_right_guesses_can_win() -> None:
    game = Game((ORDER, ORDER))
    game.board.hp = [1, 0, 0, 0, 50, 20, 0, 0]
    game.guess(Guess(0, 1))
    assert game.winner == 0
