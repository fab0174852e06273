"""Tests of `agentgym.environments.alfworld.authoring`."""
