"""The random player."""

from __future__ import annotations

import random

from agentgym.environments.card_game.world.game import Game
from agentgym.environments.card_game.world.moves import legal_guesses, legal_moves
from agentgym.environments.card_game.world.players.random_player import RandomPlayer
from agentgym.environments.card_game.world.sight import Sight
from tests.environments.card_game.world.players.branching import options


def test_everything_legal_can_be_drawn() -> None:
    game = Game(((1, 2, 3, 4), (4, 3, 2, 1)))
    sight, player = Sight(game, 0), RandomPlayer(random.Random(0))
    assert options(player, "guess", sight)[0] == {None, *legal_guesses(game.board, 0)}
    assert options(player, "act", sight)[0] == set(legal_moves(game.board, 0))
