"""Tests of `agentgym.tools`."""
