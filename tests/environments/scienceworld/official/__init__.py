"""Tests of `agentgym.environments.scienceworld.official`."""
