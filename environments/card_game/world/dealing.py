"""Dealing: from a task to a match, with everybody at the table."""

from __future__ import annotations

import random
from collections.abc import Callable

import msgspec

from agentgym.environments.card_game.world.board import FIXED_ORDER
from agentgym.environments.card_game.world.game import Game
from agentgym.environments.card_game.world.match import Match
from agentgym.environments.card_game.world.opponents import SELF, is_policy
from agentgym.environments.card_game.world.players.base import Player, shuffled
from agentgym.environments.card_game.world.players.known import make, order
from agentgym.environments.card_game.world.replies import Version
from agentgym.environments.card_game.world.seat import Seat


class Brief(msgspec.Struct, frozen=True):
    """What a game is made from.

    Attributes:
        opponent: name of a player, ``self``, or the spec of a policy.
        first: whether the agent moves first.
        seed: decides the order of hidden fish and, with the episode's seed, what an opponent draws.
    """

    opponent: str
    first: bool
    seed: int


Sit = Callable[[Game, int], Seat]
"""Makes the seat of a side."""
Ask = Callable[[str, Seat, random.Random], Player]
"""Makes the player that asks the policy of a spec."""


def deal(brief: Brief, version: Version, seed: int, sit: Sit, ask: Ask) -> Match:
    """Return a match at its beginning.

    The agent's own order is the originals' fixed one, unless the other side is played by a model as well: that would
    soon have learned it.

    Args:
        brief: the task.
        version: whose baselines play.
        seed: the episode's own.
        sit: makes a seat.
        ask: makes the player of a policy.
    """
    dealt, drawn = random.Random(brief.seed), random.Random(brief.seed << 32 | seed)
    modelled = brief.opponent == SELF or is_policy(brief.opponent)
    theirs = order(brief.opponent, version, dealt)
    own = shuffled(dealt) if modelled else FIXED_ORDER
    game, side = (Game((own, theirs)), 0) if brief.first else (Game((theirs, own)), 1)
    seats = {side: sit(game, side)}
    opponent: Player | None = None
    if brief.opponent == SELF:
        seats[1 - side] = sit(game, 1 - side)
    elif modelled:
        opponent = ask(brief.opponent, sit(game, 1 - side), drawn)
    else:
        opponent = make(brief.opponent, version, drawn)
    match = Match(game, side, seats, opponent)
    match.advance()
    return match
