"""Tests of `agentgym.environments.mmlu.authoring`."""
