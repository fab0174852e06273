"""Tests of `agentgym.client`."""
