"""Tests of `agentgym.environments.miniwob.site`."""
