"""A question: what is asked, about which entities, and what answers it."""

from __future__ import annotations

import msgspec


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question with its gold answer.

    Attributes:
        id: unique in its file.
        question: the text.
        entities: ids by the names that the question gives.
        s_expression: the gold program (see :mod:`.programs`).
        actions: gold tool calls as text; not all that AgentBench ships can be executed.
        answer: gold values: ids, or texts of literals.
        kind: what to report by.
    """

    id: str
    question: str
    entities: dict[str, str]
    s_expression: str
    answer: list[str]
    actions: list[str] = []
    kind: str = ""
