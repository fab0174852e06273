"""Tests of `agentgym.report`."""
