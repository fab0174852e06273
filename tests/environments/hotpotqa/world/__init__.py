"""Tests of `agentgym.environments.hotpotqa.world`."""
