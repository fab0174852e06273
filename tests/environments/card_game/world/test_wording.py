"""The prompts, and that they give nothing away."""

from __future__ import annotations

import json
import random

import pytest

from agentgym.environments.card_game.world.game import Game
from agentgym.environments.card_game.world.moves import Guess, Move
from agentgym.environments.card_game.world.players.baseline1 import Baseline1
from agentgym.environments.card_game.world.replies import VERSIONS, Version
from agentgym.environments.card_game.world.sight import Sight
from agentgym.environments.card_game.world.wording import guess_fields, move_fields, prompt

ORDER = (1, 2, 3, 4)


def after_two_turns() -> Sight:
    game = Game((ORDER, (2, 3, 4, 1)))
    sight = Sight(game, 0)
    for guess, move in ((Guess(1, 3), Move(True, 0, None)), (None, Move(False, 3, 3))):
        game.guess(guess)
        game.act(move)
    sight.named.add(1)
    sight.read()
    return sight


def test_the_fields_of_the_originals() -> None:
    sight = after_two_turns()
    assert guess_fields(sight, "paper") == {
        "previous_guess": True,
        "live_enemy": ["0", "1", "2", "3"],
        "enemy_action": {"ACTION_FISH": "3", "ATK": "100", "TARGET": "[0]", "SKILL_TYPE": "Normal"},
        "enemy_passive": {"Position: 1": "Deflect", "Position: 2": "Deflect", "Position: 0": "Counter"},
    }
    assert guess_fields(sight, "agentbench")["live_unknown_enemy"] == ["0", "2", "3"]
    fields = move_fields(sight, "paper")
    assert fields["state"]["Enemy"][1] == {"ID": "eel", "POSITION": "1", "HP": "294", "ATK": "unknown"}
    assert list(move_fields(sight, "agentbench")["state"]["You"][0]) == ["POSITION", "ID", "HP", "ATK"]
    assert fields["my_action"] == {"ACTION_FISH": "0", "ATK": "70", "TARGET": "[1, 2, 3]"}


def test_fixed_tells_what_happened() -> None:
    text = prompt(after_two_turns(), "act", "fixed")
    assert "Your last guess: eel at position 1, right" in text and "The enemy's last guess: none" in text
    assert (
        "Your last move: AOE by position 0 at 0, 1, 2, 3, 70 damage; passive abilities: Deflect of position 1, "
        in text
    )
    assert (
        "The enemy's last move: Normal by position 3 at 3, 100 damage; passive abilities: Deflect of position 3"
        in text
    )
    state = json.loads(text.splitlines()[1])
    assert state["You"][3] == {"ID": "sunfish", "POSITION": 3, "HP": 330, "ATK": 200}
    assert text.endswith("What is your move?") and prompt(after_two_turns(), "guess", "fixed").endswith(
        "guess?"
    )


def test_fixed_names_the_fish_that_countered() -> None:
    game = Game((ORDER, ORDER))
    game.board.hp[7] = 130
    game.guess(None)
    game.act(Move(False, 0, 3))
    told = prompt(Sight(game, 0), "guess", "fixed")
    assert "Deflect of position 3, Counter of position 0, Counter of position 1" in told


@pytest.mark.parametrize("version", VERSIONS)
def test_the_first_prompts_do_not_depend_on_hidden_kinds(version: Version) -> None:
    texts = set()
    for order in (ORDER, (4, 3, 2, 1), (2, 1, 4, 3)):
        game = Game((ORDER, order))
        game.guess(None)
        texts.add((prompt(Sight(game, 0), "guess", version), prompt(Sight(game, 0), "act", version)))
    assert len(texts) == 1


@pytest.mark.parametrize("version", VERSIONS)
def test_only_exposed_kinds_are_ever_named(version: Version) -> None:
    rng = random.Random(3)
    for _ in range(10):
        game = Game((ORDER, rng.sample(ORDER, 4)))
        sights, player = [Sight(game, 0), Sight(game, 1)], Baseline1(rng)
        while game.winner is None:
            sight = sights[game.side]
            sight.read()
            state = move_fields(sight, version)["state"]["Enemy"] if version != "fixed" else None
            if state is not None:
                seen = [fish["ID"] != "unknown" for fish in state]
                assert seen == [bool(sight.known(p)) for p in range(4)]
                assert {fish["ATK"] for fish in state} == {"unknown"}
            if game.guessing:
                game.guess(player.guess(sight))
            else:
                game.act(player.act(sight))
