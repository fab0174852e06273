"""Tests of `agentgym.environments.humaneval`."""
