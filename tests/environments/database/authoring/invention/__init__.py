"""Tests of `agentgym.environments.database.authoring.invention`."""
