"""Tests of `agentgym.environments.scienceworld.authoring`."""
