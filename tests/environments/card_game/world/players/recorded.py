"""The recorded decisions of a baseline against what ours may decide."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agentgym.environments.card_game.world.game import Game
from agentgym.environments.card_game.world.sight import Sight
from tests.environments.card_game.golden_games import decision, games, play
from tests.environments.card_game.world.players.branching import options


def compare(name: str, profile: str, make: Callable[[], Any]) -> dict[str, int]:
    """Check every recorded decision of a baseline; return how many guesses and moves were forced and how many free."""
    counts = {"g forced": 0, "g free": 0, "a forced": 0, "a free": 0}
    for recorded in games():
        if recorded["profile"] != profile or name not in recorded["players"]:
            continue
        game = Game(tuple(recorded["picks"]))
        sights = (Sight(game, 0), Sight(game, 1))
        players = [make() if player == name else None for player in recorded["players"]]
        for phase in recorded["phases"]:
            side = phase[0]
            if players[side] is not None:
                sights[side].read()
                what = "guess" if phase[1] == "g" else "act"
                found, players[side] = options(players[side], what, sights[side])
                assert decision(phase) in found, (recorded["id"], phase[:3], found)
                counts[f"{phase[1]} {'forced' if len(found) == 1 else 'free'}"] += 1
            play(game, phase)
    return counts
