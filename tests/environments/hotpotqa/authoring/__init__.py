"""Tests of `agentgym.environments.hotpotqa.authoring`."""
