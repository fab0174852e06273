"""What is legal."""

from __future__ import annotations

from typing import Any

import pytest

from agentgym.environments.card_game.world.board import Board
from agentgym.environments.card_game.world.game import Game
from agentgym.environments.card_game.world.moves import (
    Guess,
    IllegalMove,
    Move,
    check_guess,
    check_move,
    legal_guesses,
    legal_moves,
)
from tests.environments.card_game.golden_games import games, play


def test_legal_moves_are_those_that_pass_the_check() -> None:
    board = Board((1, 2, 3, 4, 4, 3, 2, 1))
    board.hp = [400, 0, 10, 10, 0, 5, 5, 0]
    legal = legal_moves(board, 0)
    every = [
        Move(active, fish, target)
        for fish in range(4)
        for active in (False, True)
        for target in (0, 1, 2, 3, None)
    ]
    passing = [move for move in every if not _error(lambda m=move: check_move(board, 0, m))]
    assert sorted(legal, key=str) == sorted(passing, key=str) and len(legal) == 2 * 3 + 2 + 2


def test_legal_guesses_leave_out_what_is_known() -> None:
    board = Board((1, 2, 3, 4, 4, 3, 2, 1))
    board.hp[4], board.exposed[5] = 0, True
    assert legal_guesses(board, 0) == [Guess(p, k) for p in (2, 3) for k in (1, 2, 4)]
    assert len(legal_guesses(board, 1)) == 16


@pytest.mark.parametrize(
    ("move", "number", "rule"),
    [
        (Move(False, 4, 0), 7, None), (Move(False, 0, 9), 7, None), (Move(False, 1, 1), 14, None),
        (Move(False, 0, 0), 14, None), (Move(True, 3, 1), 14, None), (Move(True, 3, 3), 15, 7),
        (Move(True, 3, None), 15, 2), (Move(False, 0, None), 15, 3), (Move(True, 0, 1), 15, 10),
    ],
)  # fmt: skip
def test_illegal_moves_carry_the_originals_numbers(move: Move, number: int, rule: int | None) -> None:
    board = Board((1, 2, 3, 4, 4, 3, 2, 1))
    board.hp = [400, 0, 10, 10, 0, 5, 5, 0]
    with pytest.raises(IllegalMove) as caught:
        check_move(board, 0, move)
    assert (caught.value.number, caught.value.rule) == (number, rule)


ROGUE: dict[str, Any] = {
    "guess-dead": lambda b, s: Guess(_dead(b, 1 - s), 1),
    "guess-seen": lambda b, s: Guess(next(p for p in range(4) if b.exposed[(1 - s) << 2 | p]), 1),
    "guess-range": lambda b, s: Guess(4, 1),
    "act-dead": lambda b, s: Move(False, _dead(b, s), _living(b, 1 - s)),
    "hit-dead": lambda b, s: Move(False, _living(b, s), _dead(b, 1 - s)),
    "act-range": lambda b, s: Move(False, 4, 0),
    "infight-self": lambda b, s: Move(True, _infighter(b, s), _infighter(b, s)),
    "infight-none": lambda b, s: Move(True, _infighter(b, s), None),
    "aoe-some": lambda b, s: Move(True, next(f & 3 for f in b.living(s) if b.skill_hits_all(f)), 0),
}
"""The recorded illegal messages that a :class:`Guess` or a :class:`Move` can say, on a board."""


def test_recorded_offences_are_told_by_the_same_number() -> None:
    seen = set()
    for recorded in games():
        error = recorded.get("error")
        name = recorded["players"][error["player"]].partition("rogue:")[2] if error else ""
        if name not in ROGUE:
            continue
        game = Game(tuple(recorded["picks"]))
        for phase in recorded["phases"]:
            play(game, phase)
        offence = ROGUE[name](game.board, game.side)
        call = check_guess if isinstance(offence, Guess) else check_move
        caught = _error(lambda c=call, g=game, o=offence: c(g.board, g.side, o))
        assert caught is not None and (caught.number, caught.rule) == (error["type"], error.get("rule")), name
        seen.add(name)
    assert len(seen) >= 8


def _error(call: Any) -> IllegalMove | None:
    try:
        call()
    except IllegalMove as error:
        return error
    return None


def _dead(board: Board, side: int) -> int:
    return next(p for p in range(4) if not board.hp[side << 2 | p])


def _living(board: Board, side: int) -> int:
    return board.living(side)[0] & 3


def _infighter(board: Board, side: int) -> int:
    return next(f & 3 for f in board.living(side) if not board.skill_hits_all(f))
