"""Tests of `agentgym`."""
