"""The card of MMLU."""

from __future__ import annotations

from agentgym.card import Card

CARD = Card(
    title="MMLU",
    commands="agentgym.environments.mmlu.commands:commands",
    chance=0.25,  # four choices
    prompts="agentgym.environments.mmlu.official.prompts:read",
    official="MMLU_DATA",
)
