"""Tests of `agentgym.rules`."""
