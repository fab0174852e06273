"""Tests of `agentgym.tools.bm25`."""
