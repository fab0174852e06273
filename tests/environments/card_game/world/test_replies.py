"""Reading replies: the originals' vectors, and what `fixed` takes."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from agentgym.actions import ParseError
from agentgym.environments.card_game.world.game import Game
from agentgym.environments.card_game.world.moves import Guess, Move
from agentgym.environments.card_game.world.replies import Version, guess_of, move_of, objects
from agentgym.environments.card_game.world.sight import Sight
from tests.shared_data import shared

ORDER = (1, 2, 3, 4)
OWN, ENEMY = [400, 0, 120, 30], [0, 400, 50, 400]


def sight() -> Sight:
    """The state of the recorded vectors."""
    game = Game((ORDER, ORDER))
    game.board.hp, game.board.exposed[7] = OWN + ENEMY, True
    return Sight(game, 0)


def read(reply: str, phase: str, version: Version) -> Guess | Move | ParseError | None:
    """Return the first decision of a reply, or the last reason why there is none."""
    seen, problem = sight(), ParseError("bad_json", "no JSON")
    for _, said in objects(reply, version):
        try:
            return (guess_of if phase == "guess" else move_of)(said, seen, version)
        except ParseError as error:
            problem = error
    return problem


def written(decision: Any) -> list[int] | str:
    """Return a decision as the vectors write it."""
    if isinstance(decision, ParseError):
        return "rejected"
    if isinstance(decision, Guess):
        return list(decision)
    kind = ORDER[decision.fish]
    area, mate = decision.active and kind in (1, 3), decision.active and kind in (2, 4)
    enemy = -2 if area else -1 if mate else decision.target
    return [int(decision.active), decision.fish, enemy, decision.target if mate else -1]


def test_all_recorded_vectors_agree() -> None:
    vectors = json.loads(shared("card_game/reply_vectors.json").read_text())["vectors"]
    assert len(vectors) == 53
    for vector in vectors:
        for name, version in (("old", "paper"), ("v0.2", "agentbench")):
            found = read(vector["reply"], vector["phase"], version)  # type: ignore[arg-type]
            expected = vector[name]
            if isinstance(expected, list):
                assert written(found) == expected, (vector["reply"], version)
                continue
            assert isinstance(found, ParseError), (vector["reply"], version)
            if "#[ERROR]" in expected:  # 1: some reply was checked and failed, 2: none was
                assert (found.kind == "bad_arguments") == expected.endswith("1"), vector["reply"]


def move(fish: object, action: str, *target: object) -> str:
    return json.dumps(
        {"pick_fish": fish, "action": action, **({"target_position": target[0]} if target else {})}
    )


@pytest.mark.parametrize(
    ("reply", "paper", "agentbench", "fixed"),
    [
        (move("spray", "normal", 1), Move(False, 0, 1), Move(False, 0, 1), Move(False, 0, 1)),
        (move("spray", "active", "all"), Move(True, 0, None), None, Move(True, 0, None)),
        (move("spray", "active"), None, None, Move(True, 0, None)),
        (move("eel", "active", 1), Move(True, 2, None), None, Move(True, 2, None)),
        (move("sunfish", "active", 0), None, None, Move(True, 3, 0)),
        (move("sunfish", "active", 2), Move(True, 3, 2), None, Move(True, 3, 2)),
        (move("sunfish", "active", 1), None, None, None),
        (move("0", "normal", 1), Move(False, 0, 1), None, Move(False, 0, 1)),
        (move("1", "normal", 1), None, Move(False, 2, 1), None),
        (move("3", "normal", 1), Move(False, 3, 1), None, Move(False, 3, 1)),
        (move(2, "active"), None, None, Move(True, 2, None)),
        (move("flame", "normal", 1), None, None, None),
        (move(True, "normal", 1), None, None, None),
        ("{'pick_fish': 'spray', 'action': 'normal', 'target_position': ' 1 '}", *[Move(False, 0, 1)] * 3),
        ('{"a": ' + move("spray", "normal", 1) + "}", None, None, Move(False, 0, 1)),
        ('{"pick_fish": "spray", "action": "normal", "target_position": 1, "why": "it\'s weak"}', None, None,
         Move(False, 0, 1)),
        ("I think {this}, so " + move("spray", "normal", 1), *[Move(False, 0, 1)] * 3),
        ('{"pick_fish": ["spray"], "action": {}, "target_position": 1}', None, None, None),
        ("", None, None, None), ("}{", None, None, None),
    ],
)  # fmt: skip
def test_moves_in_each_version(reply: str, paper: Any, agentbench: Any, fixed: Any) -> None:
    versions: tuple[Version, ...] = ("paper", "agentbench", "fixed")
    for version, expected in zip(versions, (paper, agentbench, fixed), strict=True):
        found = read(reply, "act", version)
        assert (None if isinstance(found, ParseError) else found) == expected, version


@pytest.mark.parametrize(
    ("kind", "where", "paper", "agentbench", "fixed"),
    [
        ("spray", 1, True, True, True), ("spray", "1", True, True, True), ("spray", "01", False, True, True),
        ("sunfish", 3, True, True, False), ("spray", 0, False, False, False), ("none", 1, False, False, True),
        ("Spray", 1, False, False, False), (["spray"], 1, False, False, False), ("spray", 1.0, False, False, False),
        ("spray", None, False, False, False), ("spray", True, False, False, False),
    ],
)  # fmt: skip
def test_guesses_in_each_version(
    kind: object, where: object, paper: bool, agentbench: bool, fixed: bool
) -> None:
    versions: tuple[Version, ...] = ("paper", "agentbench", "fixed")
    for version, taken in zip(versions, (paper, agentbench, fixed), strict=True):
        found = read(json.dumps({"guess_type": kind, "target_position": where}), "guess", version)
        assert isinstance(found, ParseError) != taken, version


def test_a_refusal_says_what_was_expected() -> None:
    found = read(move("spray", "normal", 0), "act", "fixed")
    assert isinstance(found, ParseError) and "one of 1, 2, 3; got 0" in found.hint
    found = read('{"guess_type": "shark"}', "guess", "fixed")
    assert isinstance(found, ParseError) and "spray, flame, eel, sunfish, got 'shark'" in found.hint


@pytest.mark.parametrize("version", ["paper", "agentbench", "fixed"])
@pytest.mark.parametrize(
    "reply",
    [
        "{" * 200_000, "{}" * 20_000, "{'" * 100_000 + "}", "}" * 200_000, "{" + "[" * 100_000 + "}",
        '{"pick_fish": ' + "9" * 5_000 + "}", '{"target_position": "' + "9" * 100_000 + '"}',
        '{"target_position": ' + "[" * 900 + "]" * 900 + ', "pick_fish": "spray", "action": "normal"}',
        '{"guess_type": "\\ud800", "target_position": "\\u0661"}',
    ],
)  # fmt: skip
def test_hostile_replies_are_refused_in_time(reply: str, version: Version) -> None:
    clock = time.process_time()
    assert isinstance(read(reply, "act", version), ParseError)
    assert isinstance(read(reply, "guess", version), ParseError)
    assert time.process_time() - clock < 2
