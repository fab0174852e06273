"""Tests of `agentgym.environments.humaneval.authoring`."""
