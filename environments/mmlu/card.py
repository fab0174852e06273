"""The card of MMLU."""

from __future__ import annotations

from agentgym.card import Card, Source

CARD = Card(
    title="MMLU",
    licence="Apache-2.0",
    official_licence="MIT (MMLU)",
    commands="agentgym.environments.mmlu.commands:commands",
    chance=0.25,  # four choices
    prompts="agentgym.environments.mmlu.official.prompts:read",
    official="MMLU_DATA",
    sources=(
        Source(
            url="https://people.eecs.berkeley.edu/~hendrycks/data.tar",
            sha256="bec563ba4bac1d6aaf04141cd7d1605d7a5ca833e38f994051e818489592989b",
            members=("data/dev", "data/val", "data/test"),
        ),
    ),
)
