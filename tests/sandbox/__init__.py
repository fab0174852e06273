"""Tests of `agentgym.sandbox`."""
