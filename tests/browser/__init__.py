"""Tests of `agentgym.browser`."""
