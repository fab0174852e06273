"""Tests of `agentgym.engine.hosts`."""
