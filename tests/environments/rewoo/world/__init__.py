"""Tests of `agentgym.environments.rewoo.world`."""
