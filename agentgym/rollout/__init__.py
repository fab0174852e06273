"""The rollout engine: episodes of a policy in an environment, concurrently, into one log."""

from agentgym.rollout.api import arollout, rollout
from agentgym.rollout.engine import Observer
from agentgym.rollout.limits import Limits
from agentgym.rollout.plan import Plan
from agentgym.rollout.run import Run

__all__ = ["Limits", "Observer", "Plan", "Run", "arollout", "rollout"]
