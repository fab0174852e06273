"""Tests of `agentgym.environments.rewoo`."""
