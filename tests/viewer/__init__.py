"""Tests of `agentgym.viewer`."""
