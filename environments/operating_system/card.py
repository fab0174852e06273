"""The card of the operating system."""

from __future__ import annotations

from agentgym.card import Card

CARD = Card(
    title="Operating system",
    licence="Apache-2.0",
    official_licence="Apache-2.0 (AgentBench)",
    sandboxed=True,
    tampering="agentgym.environments.operating_system.world.tampering:attempts",
    commands="agentgym.environments.operating_system.commands:commands",
    diagnosis="agentgym.environments.operating_system.world.diagnosis:explain",
)
