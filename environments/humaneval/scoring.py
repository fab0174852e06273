"""Scoring: the program that an answer gives, and its tests in a sandbox."""

from __future__ import annotations

from agentgym.environments.humaneval.protocol import HumanEvalProfile
from agentgym.environments.humaneval.world import program, sandboxed
from agentgym.environments.humaneval.world.problem import Problem
from agentgym.environments.humaneval.world.sandboxed import Limits, Verdict
from agentgym.sandbox.interface import Sandbox


def judge(
    machine: Sandbox, problem: Problem, answer: str, profile: HumanEvalProfile, limits: Limits
) -> Verdict:
    """Run the tests on what an answer gives.

    Raises:
        SandboxError: the sandbox died.
    """
    read = program.of_chat if profile.chat else program.of_completion
    return sandboxed.test(machine, problem, read(answer, problem), limits)
