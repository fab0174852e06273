"""Tests of `agentgym.tools.encyclopedia`."""
