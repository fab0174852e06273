"""The protocols of MMLU: profiles and texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from agentgym.environments.mmlu.texts import MMLUTexts
from agentgym.environments.mmlu.world.question import LETTERS, Question
from agentgym.profile import Profile
from agentgym.prompts import fill

Asked = Literal["generation", "log-likelihood"]


class MMLUProfile(Profile, frozen=True, kw_only=True):
    """A profile of MMLU.

    Attributes:
        asked: the answer is written, or the likeliest of four continuations.
        chat: the examples are turns of their own; else all is one text, in lm-eval's layout.
        context: tokens that the prompt may have; examples are dropped until it fits. 0 for no limit.
    """

    asked: Asked = "generation"
    chat: bool = True
    context: int = 0

    def continuations(self, texts: MMLUTexts) -> list[str]:
        """Return the four texts of which the answer is one; none where it is written."""
        if self.asked == "generation":
            return []
        return [fill(texts.answer, letter=letter) if self.chat else f" {letter}" for letter in LETTERS]


PROFILES: dict[str, Profile] = {
    p.name: p
    for p in (
        MMLUProfile(
            name="generation",
            description="5-shot chat; the model writes its answer, the letter is read off it",
            max_steps=1,
            on_parse_error="end",
            shots=5,
        ),
        MMLUProfile(
            name="paper",
            description="AgentTuning's evaluation: 5-shot chat, the likeliest of A to D, 2,048 tokens",
            max_steps=1,
            on_parse_error="end",
            shots=5,
            asked="log-likelihood",
            context=2048,
        ),
        MMLUProfile(
            name="lm-eval",
            description="lm-eval's layout: one text with 5 examples, the likeliest of ' A' to ' D'",
            max_steps=1,
            on_parse_error="end",
            shots=5,
            asked="log-likelihood",
            chat=False,
        ),
    )
}

TITLE = "The following are multiple choice questions (with answers) about {subject}.\n\n"
"""lm-eval's first line; a format, which its figures depend on."""

CHARACTERS = 3.4
"""Characters of a token, for the limit on the prompt: the model's own tokenizer is not known here. With SmolLM2's,
prompts of the official test questions have 3.98 on average (703 of them, every twentieth), and none that was cut by
this estimate to 2,048 tokens has more."""


def spoken(subject: str) -> str:
    """Return the name of a subject as it stands in a sentence."""
    return subject.replace("_", " ")


def listed(question: Question) -> str:
    """Return a question with its choices, one a line."""
    return f"{question.text.strip()}\n{_choices(question)}"


def asked(texts: MMLUTexts, question: Question) -> str:
    """Return a question as a turn of its own."""
    return fill(texts.question, question=question.text.strip(), choices=_choices(question))


def _choices(question: Question) -> str:
    return "\n".join(f"{letter}. {choice}" for letter, choice in zip(LETTERS, question.choices, strict=True))


def as_text(question: Question, examples: Sequence[Question]) -> str:
    """Return the whole prompt as lm-eval has it."""
    shown = "".join(f"{listed(e)}\nAnswer: {e.letter}\n\n" for e in examples)
    return f"{TITLE.format(subject=spoken(question.subject))}{shown}{listed(question)}\nAnswer:"


def fitting(question: Question, examples: Sequence[Question], tokens: int) -> Sequence[Question]:
    """Return the first examples with which the prompt has at most so many tokens, by estimate; 0 tokens: all."""
    kept = list(examples)
    while tokens and kept and len(as_text(question, kept)) / CHARACTERS > tokens:
        kept.pop()
    return kept
