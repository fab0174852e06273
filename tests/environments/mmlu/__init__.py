"""Tests of `agentgym.environments.mmlu`."""
