"""Tests of `agentgym.serving`."""
