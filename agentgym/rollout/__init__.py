"""The rollout engine: episodes of a policy in an environment, concurrently, into one log.

The package is callable: ``agentgym.rollout(env_id, policy, …)`` is :func:`agentgym.rollout.api.rollout`, whether or
not the package was imported before.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from agentgym.rollout.api import arollout, prepare, rollout
from agentgym.rollout.budget import Budget
from agentgym.rollout.engine import Observer, Observers
from agentgym.rollout.held import HeldPolicy
from agentgym.rollout.limits import Limits
from agentgym.rollout.plan import Plan
from agentgym.rollout.run import Run

__all__ = [
    "Budget",
    "HeldPolicy",
    "Limits",
    "Observer",
    "Observers",
    "Plan",
    "Run",
    "arollout",
    "prepare",
    "rollout",
]


class _CallablePackage(ModuleType):
    # Importing a subpackage binds its name in the parent, so ``agentgym.rollout`` may be this module.
    def __call__(self, *args: Any, **kwargs: Any) -> Run:
        return rollout(*args, **kwargs)


sys.modules[__name__].__class__ = _CallablePackage
