"""Tests of `agentgym.environments.gsm8k.world`."""
