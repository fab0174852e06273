"""The players that have a name, and making them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from agentgym.environments.card_game.world.board import FIXED_ORDER
from agentgym.environments.card_game.world.players.base import Player, shuffled
from agentgym.environments.card_game.world.players.baseline1 import Baseline1
from agentgym.environments.card_game.world.players.baseline2 import Baseline2, Baseline2V02
from agentgym.environments.card_game.world.players.random_player import RandomPlayer
from agentgym.environments.card_game.world.players.search_player import SearchPlayer
from agentgym.environments.card_game.world.replies import Version

BASELINES = ("baseline1", "baseline2")
"""The opponents of the published evaluations."""
_PLAYERS: dict[str, Callable[[random.Random], Player]] = {
    "baseline1": Baseline1,
    "baseline2": Baseline2,
    "random": RandomPlayer,
    "search": lambda rng: SearchPlayer(),
}
PLAYERS = tuple(_PLAYERS)


def make(name: str, version: Version, rng: random.Random) -> Player:
    """Make a player by name; AgentBench v0.2 has a ``baseline2`` of its own."""
    if name == "baseline2" and version == "agentbench":
        return Baseline2V02(rng)
    return _PLAYERS[name](rng)


def order(name: str, version: Version, rng: random.Random) -> Sequence[int]:
    """Return the order of an opponent's fish: random, but for the baselines of v0.2."""
    return FIXED_ORDER if version == "agentbench" and name in BASELINES else shuffled(rng)
