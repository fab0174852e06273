"""Tests of `agentgym.checking.audit`."""
