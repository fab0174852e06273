"""Tests of `agentgym.environments.mind2web.authoring`."""
