"""The card of HumanEval."""

from __future__ import annotations

from agentgym.card import Card

CARD = Card(
    title="HumanEval",
    licence="Apache-2.0",
    official_licence="MIT (HumanEval)",
    sandboxed=True,
    official="HUMANEVAL_DATA",
)
