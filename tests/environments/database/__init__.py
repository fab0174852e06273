"""Tests of `agentgym.environments.database`."""
