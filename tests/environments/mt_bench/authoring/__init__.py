"""Tests of `agentgym.environments.mt_bench.authoring`."""
