"""The card of the operating system."""

from __future__ import annotations

from agentgym.card import Card

CARD = Card(
    title="Operating system",
    licence="Apache-2.0",
    official_licence="Apache-2.0 (AgentBench)",
    sandboxed=True,
    prompts="agentgym.environments.operating_system.official.prompts:read",
    tampering="agentgym.environments.operating_system.world.tampering:attempts",
    commands="agentgym.environments.operating_system.commands:commands",
    diagnosis="agentgym.environments.operating_system.world.diagnosis:explain",
    inventor="agentgym.environments.operating_system.authoring.invention.inventor:OSInventor",
)
