"""Tests of `agentgym.environments.webarena.authoring`."""
