"""Tests of `agentgym.environments.mmlu.official`."""
