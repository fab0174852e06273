"""Tests of `agentgym.formats`."""
