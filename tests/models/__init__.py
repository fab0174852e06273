"""Tests of `agentgym.models`."""
