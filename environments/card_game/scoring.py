"""Reward and metrics of a game."""

from __future__ import annotations

from agentgym.environments.card_game.world.board import HP
from agentgym.environments.card_game.world.match import Match
from agentgym.environments.card_game.world.players.policy_player import PolicyPlayer
from agentgym.environments.card_game.world.replies import Version

_ALL = 4 * HP


def reward(match: Match) -> float:
    """Return 1 if the agent has won, else 0."""
    return float(match.won)


def metrics(match: Match, version: Version) -> dict[str, float]:
    """Return what is reported of a game beside its reward.

    ``damage_share`` is the share of the enemy's HP that is gone, whatever took it; ``takedowns`` are the enemy's dead;
    ``tries`` are the agent's replies, refused ones included; ``turns`` are both sides'. The version ``agentbench``
    adds ``score``, v0.2's mixture of win and damage; a policy as opponent adds its own tries and tokens.
    """
    game, side = match.game, match.side
    share = game.damage(side) / _ALL
    found = {
        "success": reward(match),
        "damage_share": share,
        "takedowns": float(game.takedowns(side)),
        "right_guesses": float(match.right_guesses()),
        "tries": float(match.seats[side].asked),
        "turns": float((len(game.log) + 1) // 2),
    }
    if isinstance(match.opponent, PolicyPlayer):
        found["opponent_tries"] = float(match.opponent.seat.asked)
        found["opponent_tokens"] = float(match.opponent.tokens)
    if version == "agentbench":
        found["score"] = 0.7 * reward(match) + min(0.3, 0.3 * share)
    return found
