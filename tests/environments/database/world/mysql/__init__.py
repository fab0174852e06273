"""Tests of `agentgym.environments.database.world.mysql`."""
