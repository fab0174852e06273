"""Tests of `agentgym.environments.mmlu.world`."""
