"""The search of two plies."""

from __future__ import annotations

from agentgym.environments.card_game.world.board import Board
from agentgym.environments.card_game.world.moves import Move, apply, legal_moves
from agentgym.environments.card_game.world.search import best_move, worst_reply, worth

KINDS = (1, 2, 3, 4, 4, 3, 2, 1)


def board(*hp: int) -> Board:
    made = Board(KINDS)
    made.hp = list(hp)
    return made


def test_worth_counts_life_health_and_growth() -> None:
    made = board(400, 10, 0, 0, 100, 0, 0, 0)
    assert worth(made, 0) == 600 + 210 - 300 == -worth(made, 1)
    made.attack[0] += 140
    assert worth(made, 0) == 650


def test_a_win_is_taken() -> None:
    assert best_move(board(400, 400, 0, 0, 90, 0, 0, 0), 0) == Move(False, 0, 0)
    both = board(400, 0, 0, 0, 40, 40, 0, 0)
    assert best_move(both, 0) == Move(True, 0, None)
    assert both.hp == [400, 0, 0, 0, 40, 40, 0, 0], "the board is only looked at"


def test_the_worst_reply_is_found_and_the_search_stops_where_it_is_bad_enough() -> None:
    made = board(90, 0, 0, 0, 100, 0, 0, 0)
    assert worst_reply(made, 0, -1e9) == -100_000
    quiet = board(400, 400, 0, 0, 400, 400, 0, 0)
    values = []
    for reply in legal_moves(quiet, 1):
        after = quiet.copy()
        apply(after, 1, reply)
        values.append(worth(after, 0))
    assert worst_reply(quiet, 0, -1e9) == min(values)
    assert worst_reply(quiet, 0, 1e9) == values[0]


def test_only_given_moves_are_considered() -> None:
    only = [Move(True, 1, 0), Move(False, 1, 1)]
    assert best_move(board(400, 400, 0, 0, 90, 90, 0, 0), 0, only) == Move(False, 1, 1)
