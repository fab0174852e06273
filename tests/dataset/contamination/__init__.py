"""Tests of `agentgym.dataset.contamination`."""
