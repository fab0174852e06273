"""Tests of `agentgym.environments.webshop.world`."""
