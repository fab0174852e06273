"""Tests of `agentgym.policies`."""
