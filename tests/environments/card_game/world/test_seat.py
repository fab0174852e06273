"""Seats: what is possible, tries, and what is written."""

from __future__ import annotations

import itertools
import json
import random
from typing import Any

import pytest

from agentgym.actions import ParseError
from agentgym.environments.card_game.world.game import Game
from agentgym.environments.card_game.world.moves import Guess, Move, legal_moves
from agentgym.environments.card_game.world.replies import VERSIONS, Version
from agentgym.environments.card_game.world.seat import TRIES, Seat
from agentgym.environments.card_game.world.table import Table
from agentgym.messages import assistant

ORDER = (1, 2, 3, 4)
BAD = ParseError("bad_json", "no JSON")


def seat(version: Version, game: Game | None = None) -> Seat:
    table = Table(version, "react", {"guess": 3, "act": 2}, {})
    return table.sit(game or Game((ORDER, (4, 2, 1, 3))), 0)


def accepted_by(place: Seat) -> set[Any]:
    """Return every decision that some reply leads to, by trying all."""
    names = ("spray", "flame", "eel", "sunfish")
    if place.phase == "guess":
        said = [{"guess_type": k, "target_position": p} for k in (*names, "none") for p in range(4)]
    else:
        said = [
            {"pick_fish": f, "action": a, "target_position": p}
            for f, a, p in itertools.product(names, ("normal", "active"), range(4))
        ]
    found = set()
    for reply in said:
        try:
            found.add(place.decide(reply))
        except ParseError:
            continue
    return found


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_possible_is_what_is_accepted(version: Version) -> None:
    rng = random.Random(1)
    for _ in range(12):
        game = Game((ORDER, rng.sample(ORDER, 4)))
        place = seat(version, game)
        while game.winner is None:
            if game.side == 0:
                possible = place.possible()
                assert len(set(possible)) == len(possible)
                rest = accepted_by(place) - set(possible)
                assert set(possible) <= accepted_by(place)
                # A kind that is exposed may be guessed again where somebody wants to.
                assert not rest or version == "fixed"
                assert {guess.kind for guess in rest} <= {place.sight.known(p) for p in range(4)}
                for decision in possible:
                    assert place.decide(place.written(decision).arguments) == decision
            if game.guessing:
                hidden = [p for p in range(4) if game.board.hp[4 - 4 * game.side + p]]
                target = rng.choice(hidden)
                seen = game.board.exposed[4 - 4 * game.side + target]
                game.guess(None if seen else Guess(target, rng.randint(1, 4)))
            else:
                game.act(rng.choice(legal_moves(game.board, game.side)))


def test_five_tries() -> None:
    place = seat("paper")
    place.ask()
    assert [place.refused(BAD) for _ in range(TRIES)] == [True] * 4 + [False]
    assert not place.understood and place.asked == 5
    place.gave_up()
    assert place.refused(ParseError("bad_arguments", "")) and place.understood and place.failed == 1
    place.accepted([assistant("x")])
    assert (place.failed, place.understood, place.asked) == (0, False, 7)


def test_the_originals_repeat_the_prompt_and_fixed_explains() -> None:
    place = seat("paper")
    first = place.ask()
    place.refused(BAD)
    assert place.retry(BAD) == first
    place = seat("fixed")
    place.ask()
    place.refused(BAD)
    assert place.retry(BAD) == (None, "no JSON Please answer anew; tries left: 4.")


def test_decisions_in_writing() -> None:
    place = seat("paper")
    assert place.written(Guess(2, 3)).arguments == {"guess_type": "eel", "target_position": 2}
    assert place.written(None).arguments == {"guess_type": "none"}
    area = Move(True, 0, None)
    assert json.dumps(place.written(area).arguments) == (
        '{"pick_fish": "spray", "action": "active", "target_position": 0}'
    )
    assert "target_position" not in seat("fixed").written(area).arguments
    assert place.action({"guess_type": "eel", "target_position": "2"}, "a thought", 2).thought == "a thought"
