"""What there is to know about ReWOO besides how it is played."""

from __future__ import annotations

from agentgym.card import Card, Part

CARD = Card(
    title="ReWOO",
    licence="Apache-2.0",
    extra="rewoo",
    gives=(Part("wikipediaapi", "live Wikipedia as a tool (corpus='live')"),),
    commands="agentgym.environments.rewoo.commands:commands",
    chance=0.09,  # one question in seven is answered by yes or no, one in six by one of two options
    prompts="agentgym.environments.rewoo.official.prompts:read",
    official="REWOO_DATA",
)
