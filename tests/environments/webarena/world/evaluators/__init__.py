"""Tests of `agentgym.environments.webarena.world.evaluators`."""
