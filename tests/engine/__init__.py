"""Tests of `agentgym.engine`."""
