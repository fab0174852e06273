"""Tests of `agentgym.environments`."""
