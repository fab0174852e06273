"""What there is to know about HotpotQA besides how it is played."""

from __future__ import annotations

from agentgym.card import Card, Part

CARD = Card(
    title="HotpotQA",
    licence="Apache-2.0",
    official_licence="CC BY-SA 4.0 (HotpotQA)",
    extra="hotpotqa",
    gives=(
        Part("wikipediaapi", "live Wikipedia (scope='live')"),
        Part("tiktoken", "the paper's own count of tokens (tokens='tiktoken')"),
    ),
    commands="agentgym.environments.hotpotqa.commands:commands",
    chance=0.08,  # one question in eight is answered by yes or no
    prompts="agentgym.environments.hotpotqa.official.prompts:read",
    official="HOTPOTQA_DATA",
)
