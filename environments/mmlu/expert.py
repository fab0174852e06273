"""The expert: it knows the letter."""

from __future__ import annotations

from agentgym.actions import Action
from agentgym.environments.mmlu.protocol import MMLUProfile, answered
from agentgym.environments.mmlu.world.question import LETTERS
from agentgym.tools.reply import reply


def answer(letter: str, profile: MMLUProfile) -> Action:
    """Return the answer with a letter: one of the profile's continuations, or as examples write it."""
    texts = profile.continuations() or [answered(x) for x in LETTERS]
    return reply(texts[LETTERS.index(letter)])
