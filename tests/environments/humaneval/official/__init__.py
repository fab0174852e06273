"""Tests of `agentgym.environments.humaneval.official`."""
