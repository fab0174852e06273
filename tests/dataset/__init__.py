"""Tests of `agentgym.dataset`."""
