"""Games between players."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from agentgym.environments.card_game.world.board import FIXED_ORDER
from agentgym.environments.card_game.world.game import Game
from agentgym.environments.card_game.world.players.base import shuffled
from agentgym.environments.card_game.world.sight import Sight


def play(players: tuple[Any, Any], picks: tuple[Any, Any]) -> Game:
    """Let two players play a game."""
    game = Game(picks)
    sights = (Sight(game, 0), Sight(game, 1))
    while game.winner is None:
        player, sight = players[game.side], sights[game.side]
        sight.read()
        if game.guessing:
            game.guess(player.guess(sight))
        else:
            game.act(player.act(sight))
    return game


def win_rate(
    player: Callable[[], Any], opponent: Callable[[random.Random], Any], side: int, games: int = 100
) -> float:
    """Return the share of games that a player of the fixed order wins against one of a random order."""
    won = 0
    for number in range(games):
        rng = random.Random(1_000 * number + 7)
        other, order = opponent(rng), shuffled(rng)
        pair = (
            ((player(), other), (FIXED_ORDER, order))
            if side == 0
            else ((other, player()), (order, FIXED_ORDER))
        )
        won += play(*pair).winner == side
    return won / games
