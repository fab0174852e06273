"""Two plies: a move, and the reply that hurts most."""

from __future__ import annotations

from collections.abc import Sequence

from agentgym.environments.card_game.world.board import ATTACK, Board
from agentgym.environments.card_game.world.moves import Move, apply, legal_moves

_ALIVE = 200
"""What it is worth that a fish lives, in HP."""
_WON = 100_000.0


def worth(board: Board, side: int) -> int:
    """Return how much better a side stands, in HP: its living fish with their HP and what attack power they gained."""
    total = 0
    for fish, points in enumerate(board.hp):
        if points:
            has = _ALIVE + points + board.attack[fish] - ATTACK
            total += has if fish >> 2 == side else -has
    return total


def worst_reply(board: Board, side: int, enough: float) -> float:
    """Return what a side's position is worth after the enemy's best move; stops at a value of at most ``enough``."""
    worst = _WON
    enemy = 1 - side
    for reply in legal_moves(board, enemy):
        after = board.copy()
        apply(after, enemy, reply)
        winner = after.winner(enemy)
        worst = min(worst, worth(after, side) if winner is None else _WON if winner == side else -_WON)
        if worst <= enough:
            break
    return worst


def best_move(board: Board, side: int, moves: Sequence[Move] = ()) -> Move:
    """Return the best of some legal moves, of all where none are given; the first among equals."""
    moves = moves or legal_moves(board, side)
    best, most = moves[0], -2 * _WON
    for move in moves:
        after = board.copy()
        apply(after, side, move)
        winner = after.winner(side)
        value = worst_reply(after, side, most) if winner is None else _WON if winner == side else -_WON
        if value > most:
            best, most = move, value
    return best
