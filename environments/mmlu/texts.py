"""What MMLU says around a question."""

from __future__ import annotations

from agentgym.prompts import Texts


class MMLUTexts(Texts, frozen=True, kw_only=True):
    """The texts of MMLU where the examples are turns of their own; lm-eval's layout is none of them.

    Attributes:
        instruction: what a conversation begins with, with ``{subject}``.
        acknowledgement: what the model answers; empty where the instruction is a system prompt.
        question: how a question is asked, with ``{question}`` and ``{choices}``, one a line.
        answer: how it is answered, with ``{letter}``.
    """

    instruction: str = (
        "Here are multiple-choice questions about {subject}. One of the four choices is right. Answer each question "
        'with one line, "Answer: " and the letter of the right choice.'
    )
    acknowledgement: str = "Ok."
    question: str = "{question}\n{choices}"
    answer: str = "Answer: {letter}"
