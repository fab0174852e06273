"""Tests of `agentgym.environments.operating_system.authoring`."""
