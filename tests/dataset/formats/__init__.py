"""Tests of `agentgym.dataset.formats`."""
