"""Tests of `agentgym.cli`."""
