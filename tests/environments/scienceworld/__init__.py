"""Tests of `agentgym.environments.scienceworld`."""
