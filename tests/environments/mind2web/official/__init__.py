"""Tests of `agentgym.environments.mind2web.official`."""
