"""The card of HumanEval."""

from __future__ import annotations

from agentgym.card import Card

CARD = Card(title="HumanEval", sandboxed=True, official="HUMANEVAL_DATA")
