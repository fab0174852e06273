"""Tests of `agentgym.environments.rewoo.authoring`."""
