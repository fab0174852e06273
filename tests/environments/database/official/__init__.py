"""Tests of `agentgym.environments.database.official`."""
