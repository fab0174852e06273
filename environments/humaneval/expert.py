"""The expert: it writes the canonical solution."""

from __future__ import annotations

from agentgym.actions import Action
from agentgym.environments.humaneval.protocol import HumanEvalProfile, written
from agentgym.environments.humaneval.world.problem import Problem
from agentgym.tools.reply import reply

IDEAS = ("    return None\n", "    return 0\n", "    return []\n", "    return True\n", "    return ''\n")
"""Bodies that know nothing: what a random policy writes."""


def answer(problem: Problem, profile: HumanEvalProfile) -> Action:
    """Return the answer with the canonical solution."""
    return reply(written(problem, problem.canonical_solution, profile))


def guess(problem: Problem, profile: HumanEvalProfile, number: int) -> Action:
    """Return an answer that knows nothing; ``number`` chooses it."""
    return reply(written(problem, IDEAS[number % len(IDEAS)], profile))
