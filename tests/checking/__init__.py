"""Tests of `agentgym.checking`."""
