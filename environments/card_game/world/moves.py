"""Guesses and moves: which are legal, and carrying them out on a board."""

from __future__ import annotations

from typing import NamedTuple

from agentgym.environments.card_game.world.board import KINDS, Board, Record


class IllegalMove(ValueError):
    """A guess or move that the rules forbid; who sends one has lost.

    Attributes:
        number: the original engine's number of the error: 6 the wrong phase, 7 out of range, 8 a choice repeated, 10
            not four picks, 12 and 13 a guess at a dead or an exposed fish, 14 a move with or on a dead fish, 15 a rule
            of the move.
        rule: which rule, for number 15: 2 an infight without a mate, 3 an attack on nobody, 7 an infight with oneself,
            10 a skill that is aimed at all, aimed at one.
    """

    def __init__(self, number: int, rule: int | None, text: str) -> None:
        super().__init__(text)
        self.number = number
        self.rule = rule


class Guess(NamedTuple):
    """The fish at ``position`` of the enemy is of ``kind``."""

    position: int
    kind: int


class Move(NamedTuple):
    """What a side does with one of its fish.

    Attributes:
        active: its skill, otherwise a normal attack.
        fish: its position.
        target: position of the enemy, or of the mate where an infight is aimed at; ``None`` for all enemies.
    """

    active: bool
    fish: int
    target: int | None


def legal_moves(board: Board, side: int) -> list[Move]:
    """Return every legal move of a side, in a fixed order: fish by fish, normal attacks first."""
    own, enemies = board.living(side), board.living(1 - side)
    found: list[Move] = []
    for fish in own:
        position = fish & 3
        found += [Move(False, position, enemy & 3) for enemy in enemies]
        if board.skill_hits_all(fish):
            found.append(Move(True, position, None))
        else:
            found += [Move(True, position, mate & 3) for mate in own if mate != fish]
    return found


def legal_guesses(board: Board, side: int) -> list[Guess]:
    """Return every guess that the rules allow at living, hidden fish of the enemy, of kinds not yet exposed."""
    enemies = board.living(1 - side)
    seen = {board.kinds[fish] for fish in range(8) if board.exposed[fish] and fish >> 2 != side}
    kinds = [kind for kind in range(1, len(KINDS) + 1) if kind not in seen]
    return [Guess(fish & 3, kind) for fish in enemies if not board.exposed[fish] for kind in kinds]


def apply(board: Board, side: int, move: Move) -> Record:
    """Carry a legal move out."""
    actor = side << 2 | move.fish
    if move.target is None:
        return board.strike_all(actor)
    if move.active:
        return board.infight(actor, side << 2 | move.target)
    return board.strike(actor, (1 - side) << 2 | move.target)


def check_guess(board: Board, side: int, guess: Guess) -> int:
    """Return the fish that a guess is about.

    Raises:
        IllegalMove: there is no such position, or the fish is dead or exposed.
    """
    if not 0 <= guess.position <= 3:
        raise IllegalMove(7, None, f"There is no position {guess.position}.")
    fish = (1 - side) << 2 | guess.position
    if not board.hp[fish]:
        raise IllegalMove(12, None, f"The enemy's fish at position {guess.position} is dead.")
    if board.exposed[fish]:
        raise IllegalMove(13, None, f"The enemy's fish at position {guess.position} is exposed already.")
    return fish


def check_move(board: Board, side: int, move: Move) -> None:
    """See that a move is legal.

    Raises:
        IllegalMove: it is not.
    """
    active, fish, target = move
    if not 0 <= fish <= 3 or (target is not None and not 0 <= target <= 3):
        raise IllegalMove(7, None, f"Positions are 0 to 3; got {move}.")
    actor = side << 2 | fish
    if not board.hp[actor]:
        raise IllegalMove(14, None, f"Your fish at position {fish} is dead.")
    if active and board.skill_hits_all(actor):
        if target is not None:
            raise IllegalMove(15, 10, "This skill is aimed at all enemies.")
        return
    if target is None:
        rule, whom = (2, "a mate") if active else (3, "an enemy")
        raise IllegalMove(15, rule, f"This move needs {whom} as its target.")
    if active and target == fish:
        raise IllegalMove(15, 7, "A fish cannot infight with itself.")
    if not board.hp[(side if active else 1 - side) << 2 | target]:
        raise IllegalMove(14, None, f"The target at position {target} is dead.")
