"""Tests of `agentgym.environments.rewoo.official`."""
