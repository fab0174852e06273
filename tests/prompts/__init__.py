"""Tests of `agentgym.prompts`."""
