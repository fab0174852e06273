"""Tests of `agentgym.environments.webarena.site`."""
