"""Tests of `agentgym.instruct`."""
