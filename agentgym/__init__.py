"""agentgym: Gymnasium environments, one rollout engine and one log for language-model agents.

``import agentgym`` registers the environments with Gymnasium without importing any of them::

    import gymnasium, agentgym
    env = gymnasium.make("AgentTune/WebShop-v0")

and ``gymnasium.make("agentgym:AgentTune/WebShop-v0")`` needs no import at all.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from agentgym.registry import make_policy, register, register_all
from agentgym.version import __version__

if TYPE_CHECKING:
    from agentgym.actions import Action, ParseError, Tool
    from agentgym.checking.check import check_env
    from agentgym.conversation import Conversation
    from agentgym.engine.rollout import arollout, rollout
    from agentgym.engine.run import RunSpec
    from agentgym.env import AgentEnv
    from agentgym.outcome import Outcome
    from agentgym.policy import Completion, Policy, Request, Usage, View
    from agentgym.profile import Profile
    from agentgym.spaces import UnicodeText
    from agentgym.status import Status
    from agentgym.tasks import Task, TaskSet

_LAZY = {
    "Action": "actions",
    "AgentEnv": "env",
    "Completion": "policy",
    "Conversation": "conversation",
    "Outcome": "outcome",
    "ParseError": "actions",
    "Policy": "policy",
    "Profile": "profile",
    "Request": "policy",
    "Status": "status",
    "Task": "tasks",
    "TaskSet": "tasks",
    "Tool": "actions",
    "UnicodeText": "spaces",
    "Usage": "policy",
    "RunSpec": "engine.run",
    "View": "policy",
    "arollout": "engine.rollout",
    "check_env": "checking.check",
    "rollout": "engine.rollout",
}

__all__ = [
    "Action",
    "AgentEnv",
    "Completion",
    "Conversation",
    "Outcome",
    "ParseError",
    "Policy",
    "Profile",
    "Request",
    "RunSpec",
    "Status",
    "Task",
    "TaskSet",
    "Tool",
    "UnicodeText",
    "Usage",
    "View",
    "__version__",
    "arollout",
    "check_env",
    "make_policy",
    "register",
    "rollout",
]


_MODULES = frozenset(
    """actions benchmarks browser checking client conversation dataset engine env environments errors formats messages
    models outcome policies policy processes profile report sandbox serving spaces status tasks tools trajectory turn
    viewer""".split()
)
"""Modules that ``agentgym.NAME`` loads when it is first used."""


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return importlib.import_module(f"agentgym.{name}")
    if name in _LAZY:
        module = importlib.import_module(f"agentgym.{_LAZY[name]}")
        value = getattr(module, name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'agentgym' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_LAZY, *_MODULES})


register_all()
