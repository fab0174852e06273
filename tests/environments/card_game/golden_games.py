"""The recorded games of the original engine, agent and baselines; not in this repository."""

from __future__ import annotations

import gzip
import json
from functools import cache
from typing import Any

from agentgym.environments.card_game.world.board import Board, Record
from agentgym.environments.card_game.world.game import Game
from agentgym.environments.card_game.world.moves import Guess, Move
from tests.shared_data import shared

Recorded = dict[str, Any]


def games() -> list[Recorded]:
    """Return all recorded games; skips the test where they are not here."""
    return _read(str(shared("card_game/golden_games.jsonl.gz")))


@cache
def _read(path: str) -> list[Recorded]:
    with gzip.open(path, "rt") as file:
        return [json.loads(line) for line in file]


def decision(phase: list[Any]) -> Guess | Move | None:
    """Return what a recorded phase decided."""
    what = phase[2]
    if phase[1] == "g":
        return None if what is None else Guess(*what)
    return Move(bool(what[0]), what[1], what[2])


def play(game: Game, phase: list[Any]) -> Record | None:
    """Play a recorded phase; return the record of a move."""
    decided = decision(phase)
    if isinstance(decided, Move):
        return game.act(decided)
    game.guess(decided)
    return None


def state(board: Board) -> list[Any]:
    """Return a board in the form of the recordings."""
    halves = [[list(row[:4]), list(row[4:])] for row in (board.hp, board.attack, board.wound)]
    exposed = [int(seen) for seen in board.exposed]
    return [*halves, [exposed[:4], exposed[4:]]]


def told(record: Record) -> dict[str, Any]:
    """Return a record in the form of the recordings."""
    targets = [[target & 3, target >> 2] for target in record.targets]
    return {
        "fish": record.fish,
        "skill": [record.type, targets, record.value, record.is_skill],
        "hit": [list(hit) for hit in record.hits],
        "passive": [[p.type, p.source, p.side, p.value] for p in record.passives],
    }
