"""The card of GSM8K."""

from __future__ import annotations

from agentgym.card import Card, Source

_DATA = (
    "https://raw.githubusercontent.com/openai/grade-school-math/3101c7d5072418e28b9008a6636bde82a006892c/"
    "grade_school_math/data"
)

CARD = Card(
    title="GSM8K",
    licence="Apache-2.0",
    official_licence="MIT (GSM8K)",
    commands="agentgym.environments.gsm8k.commands:commands",
    prompts="agentgym.environments.gsm8k.official.prompts:read",
    official="GSM8K_DATA",
    sources=(
        Source(
            url=f"{_DATA}/test.jsonl",
            sha256="3730d312f6e3440559ace48831e51066acaca737f6eabec99bccb9e4b3c39d14",
            path="test.jsonl",
        ),
        Source(
            url=f"{_DATA}/train.jsonl",
            sha256="17f347dc51477c50d4efb83959dbb7c56297aba886e5544ee2aaed3024813465",
            path="train.jsonl",
        ),
    ),
)
