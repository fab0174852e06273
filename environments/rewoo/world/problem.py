"""One problem: what is asked, which tools may be planned with, and how an answer is judged."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from agentgym.tools.encyclopedia.articles import Article

Label = Literal["text", "number", "yesno", "option", "quantity", "sentence"]
"""Kinds of right answers; see :mod:`..scoring`."""
LABELS: tuple[Label, ...] = get_args(Label)


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """A problem.

    Attributes:
        question: its text, as the planner is shown it.
        answer: the label.
        label: kind of the label.
        aliases: further right answers (trivia), or values (quantities).
        options: what may be answered, where that is a choice.
        tools: names of the tools that are offered, in order.
        examples: which solved examples the planner is shown.
        context: paragraphs that Wikipedia stands for; empty where it is an encyclopedia.
        document: name of the document that is searched, where there is one.
        plan: a plan that leads to the answer; empty where none is known.
        replies: what a model would answer to the plan's calls of LLM, by variable (``#E2``).
        facts: what good evidence holds: titles of articles, or values.
    """

    question: str
    answer: str
    label: Label
    tools: tuple[str, ...]
    examples: str
    aliases: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    context: tuple[Article, ...] = ()
    document: str = ""
    plan: str = ""
    replies: dict[str, str] = {}
    facts: tuple[str, ...] = ()
