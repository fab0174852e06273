"""Tests of `agentgym.environments.card_game`."""
