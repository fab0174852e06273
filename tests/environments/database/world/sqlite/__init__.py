"""Tests of `agentgym.environments.database.world.sqlite`."""
