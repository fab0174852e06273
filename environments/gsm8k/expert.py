"""The expert: it writes the worked answer."""

from __future__ import annotations

from agentgym.actions import Action
from agentgym.environments.gsm8k.protocol import GSM8KProfile, worked
from agentgym.environments.gsm8k.world.problem import Problem
from agentgym.tools.reply import reply


def answer(problem: Problem, profile: GSM8KProfile) -> Action:
    """Return the worked answer, which ends as the profile's examples do."""
    return reply(worked(problem, profile))
