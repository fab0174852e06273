"""Tests of `agentgym.environments.knowledge_graph.world`."""
