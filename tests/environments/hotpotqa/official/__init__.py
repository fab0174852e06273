"""Tests of `agentgym.environments.hotpotqa.official`."""
