"""The two tools: what is decided at each phase."""

from __future__ import annotations

from agentgym.actions import Tool
from agentgym.environments.card_game.world.board import KINDS
from agentgym.environments.card_game.world.replies import NO_GUESS

GUESS = Tool(
    name="guess",
    description="Say of which kind a fish of the enemy is.",
    parameters={
        "guess_type": {
            "type": "string",
            "enum": [*KINDS, NO_GUESS],
            "description": "the kind; none guesses nothing, where that is allowed",
        },
        "target_position": {
            "type": "integer",
            "minimum": 0,
            "maximum": 3,
            "description": "the fish's position",
        },
    },
    optional=("target_position",),
)
ACT = Tool(
    name="act",
    description="Let one of your fish attack or use its active ability.",
    parameters={
        "pick_fish": {"type": "string", "enum": list(KINDS), "description": "one of your living fish"},
        "action": {"type": "string", "enum": ["normal", "active"]},
        "target_position": {
            "type": "integer",
            "minimum": 0,
            "maximum": 3,
            "description": "an enemy's position, or a mate's for an infight",
        },
    },
    optional=("target_position",),
)

TOOLS = (GUESS, ACT)
