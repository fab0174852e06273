"""Tests of `agentgym.environments.webarena`."""
