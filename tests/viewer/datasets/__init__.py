"""Tests of `agentgym.viewer.datasets`."""
