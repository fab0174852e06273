"""Tests of `agentgym.dataset.masks`."""
