"""Tests of `agentgym.environments.alfworld`."""
