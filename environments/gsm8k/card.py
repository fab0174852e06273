"""The card of GSM8K."""

from __future__ import annotations

from agentgym.card import Card

CARD = Card(
    title="GSM8K",
    licence="Apache-2.0",
    official_licence="MIT (GSM8K)",
    commands="agentgym.environments.gsm8k.commands:commands",
    prompts="agentgym.environments.gsm8k.official.prompts:read",
    official="GSM8K_DATA",
)
