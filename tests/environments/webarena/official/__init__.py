"""Tests of `agentgym.environments.webarena.official`."""
