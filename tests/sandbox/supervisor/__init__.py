"""Tests of `agentgym.sandbox.supervisor`."""
