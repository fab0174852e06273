"""The rollout engine: episodes of a policy in an environment, concurrently, into one log."""

from __future__ import annotations

from agentgym.engine.budget import Budget
from agentgym.engine.execute import Observer, Observers
from agentgym.engine.kept_open import KeptOpen
from agentgym.engine.limits import Limits
from agentgym.engine.plan import Plan
from agentgym.engine.rollout import arollout, prepare, rollout
from agentgym.engine.run import RunSpec
from agentgym.engine.summary import Run

__all__ = [
    "Budget",
    "KeptOpen",
    "Limits",
    "Observer",
    "Observers",
    "Plan",
    "Run",
    "RunSpec",
    "arollout",
    "prepare",
    "rollout",
]
