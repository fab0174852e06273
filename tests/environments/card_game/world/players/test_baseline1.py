"""baseline1."""

from __future__ import annotations

import random

import pytest

from agentgym.environments.card_game.world.game import Game
from agentgym.environments.card_game.world.moves import Guess, Move
from agentgym.environments.card_game.world.players.baseline1 import Baseline1
from agentgym.environments.card_game.world.sight import Sight
from tests.environments.card_game.world.players.branching import options
from tests.environments.card_game.world.players.recorded import compare

ORDER = (1, 2, 3, 4)


@pytest.mark.parametrize("profile", ["paper", "v0.2"])
def test_every_recorded_decision_is_one_of_ours(profile: str) -> None:
    counts = compare("baseline1", profile, lambda: Baseline1(random.Random(0)))
    assert sum(counts.values()) > (1_000 if profile == "paper" else 100)


def test_it_guesses_anything_and_nothing_at_an_exposed_fish() -> None:
    game = Game((ORDER, ORDER))
    game.board.hp[4], game.board.exposed[5] = 0, True
    found, _ = options(Baseline1(random.Random(0)), "guess", Sight(game, 0))
    assert found == {None, *(Guess(p, k) for p in (2, 3) for k in ORDER)}


def test_an_exposed_fish_only_attacks_and_a_lonely_one_has_no_infight() -> None:
    game = Game((ORDER, ORDER))
    game.board.hp[:4], game.board.hp[4:] = [400, 0, 0, 0], [400, 400, 0, 0]
    both, _ = options(Baseline1(random.Random(0)), "act", Sight(game, 0))
    assert both == {Move(True, 0, None), Move(False, 0, 0), Move(False, 0, 1)}
    game.board.exposed[0] = True
    attacks, _ = options(Baseline1(random.Random(0)), "act", Sight(game, 0))
    assert attacks == {Move(False, 0, 0), Move(False, 0, 1)}
    game.board.hp[:4] = [0, 400, 0, 0]
    alone, _ = options(Baseline1(random.Random(0)), "act", Sight(game, 0))
    assert alone == {Move(False, 1, 0), Move(False, 1, 1)}


def test_skills_come_seven_times_of_ten() -> None:
    game = Game((ORDER, ORDER))
    player = Baseline1(random.Random(2))
    share = sum(player.act(Sight(game, 0)).active for _ in range(2_000)) / 2_000
    assert 0.66 < share < 0.74
