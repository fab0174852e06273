"""What GSM8K says around a problem."""

from __future__ import annotations

from agentgym.prompts import Texts


class GSM8KTexts(Texts, frozen=True, kw_only=True):
    """The texts of GSM8K.

    Attributes:
        asked: how a problem is asked, with ``{question}``.
    """

    asked: str = "Question: {question}"
