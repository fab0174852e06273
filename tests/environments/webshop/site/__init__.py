"""Tests of `agentgym.environments.webshop.site`."""
