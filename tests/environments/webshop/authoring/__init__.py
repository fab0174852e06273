"""Tests of `agentgym.environments.webshop.authoring`."""
