"""Tests of `agentgym.tools.calculator`."""
