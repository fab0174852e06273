"""Drafts of questions, and drawing choices and their order."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

from agentgym.environments.mmlu.world.question import LETTERS, Question


class Draft(NamedTuple):
    """A question, the right choice, and at least three wrong ones to draw from."""

    text: str
    right: str
    wrong: tuple[str, ...]


Rule = Callable[[random.Random], Draft]


def question(subject: str, draft: Draft, rng: random.Random) -> Question:
    """Draw three wrong choices and the order of the four.

    Raises:
        ValueError: there are not three wrong choices that differ from each other and from the right one.
    """
    wrong = sorted({*draft.wrong} - {draft.right})
    choices = [draft.right, *rng.sample(wrong, len(LETTERS) - 1)]
    rng.shuffle(choices)
    return Question(subject, draft.text, tuple(choices), choices.index(draft.right))
