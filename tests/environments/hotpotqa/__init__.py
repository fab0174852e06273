"""Tests of `agentgym.environments.hotpotqa`."""
