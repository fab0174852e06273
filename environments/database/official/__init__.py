"""Readers of AgentBench's and BIRD's files."""
