"""What players share."""

from __future__ import annotations

import random

from agentgym.environments.card_game.world.game import Game
from agentgym.environments.card_game.world.moves import Move
from agentgym.environments.card_game.world.players.base import shuffled, skill
from agentgym.environments.card_game.world.sight import Sight


def test_skills_have_the_target_that_they_need() -> None:
    game, rng = Game(((1, 2, 3, 4), (1, 2, 3, 4))), random.Random(0)
    sight = Sight(game, 1)
    assert skill(sight, 0, rng) == Move(True, 0, None) and skill(sight, 2, rng) == Move(True, 2, None)
    assert {skill(sight, 1, rng) for _ in range(50)} == {Move(True, 1, p) for p in (0, 2, 3)}
    game.board.hp[4:] = [0, 400, 0, 0]
    assert skill(sight, 1, rng) is None


def test_orders_follow_from_the_generator() -> None:
    assert shuffled(random.Random(4)) == shuffled(random.Random(4)) and sorted(
        shuffled(random.Random(4))
    ) == [1, 2, 3, 4]
