"""The card of the card game."""

from __future__ import annotations

from agentgym.card import Card

CARD = Card(
    title="Digital Card Game",
    licence="Apache-2.0",
    official_licence="Apache-2.0 (AgentBench)",
    diagnosis="agentgym.environments.card_game.expert:diagnosis",
)
