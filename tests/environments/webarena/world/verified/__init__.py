"""Tests of `agentgym.environments.webarena.world.verified`."""
