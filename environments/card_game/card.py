"""The card of the card game."""

from __future__ import annotations

from agentgym.card import Card

CARD = Card(
    title="Digital Card Game",
    licence="Apache-2.0",
    official_licence="Apache-2.0 (AgentBench)",
    chance=0.26,  # legal moves at random beat the weaker baseline in half of its games
    prompts="agentgym.environments.card_game.official.prompts:read",
    diagnosis="agentgym.environments.card_game.expert:diagnosis",
)
