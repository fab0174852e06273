"""The expert: it knows the letter."""

from __future__ import annotations

from agentgym.actions import Action
from agentgym.environments.mmlu.protocol import MMLUProfile
from agentgym.environments.mmlu.texts import MMLUTexts
from agentgym.environments.mmlu.world.question import LETTERS
from agentgym.prompts import fill
from agentgym.tools.reply import reply


def answer(letter: str, profile: MMLUProfile, texts: MMLUTexts) -> Action:
    """Return the answer with a letter: one of the profile's continuations, or as examples write it."""
    likeliest = profile.continuations(texts)
    return reply(likeliest[LETTERS.index(letter)] if likeliest else fill(texts.answer, letter=letter))
