"""Tests of `agentgym.environments.webshop`."""
