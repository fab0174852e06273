"""The expert: it gives the reference answers."""

from __future__ import annotations

from collections.abc import Iterator

from agentgym.actions import Action
from agentgym.environments.mt_bench.world.question import Question
from agentgym.errors import EpisodeError
from agentgym.tools.reply import reply

GUESSES = ("I do not know.", "Yes.", "No.", "That depends.", "Could you say more about it?")
"""Answers of a random policy."""


def answers(question: Question, done: int) -> Iterator[Action]:
    """Yield the reference answers from a turn on.

    Raises:
        EpisodeError: the question has none.
    """
    if not question.reference:
        raise EpisodeError(
            f"There is no reference answer to {question.turns[0][:60]!r}: MT-Bench has some for math, reasoning, "
            "coding."
        )
    for text in question.reference[done:]:
        yield reply(text)
