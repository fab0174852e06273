"""Tests of `agentgym.environments.humaneval.world`."""
