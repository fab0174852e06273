"""The card of MMLU."""

from __future__ import annotations

from agentgym.card import Card

CARD = Card(
    title="MMLU",
    licence="Apache-2.0",
    official_licence="MIT (MMLU)",
    commands="agentgym.environments.mmlu.commands:commands",
    chance=0.25,  # four choices
    prompts="agentgym.environments.mmlu.official.prompts:read",
    official="MMLU_DATA",
)
