"""Readers of AgentBench's files."""
