"""Tests of `agentgym.environments.webshop.official`."""
