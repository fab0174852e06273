"""Tests of `agentgym.benchmarks`."""
