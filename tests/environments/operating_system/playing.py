"""What the tests of the operating system play with: an item of their own, a turn, an end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec
import pytest

from agentgym.environments.operating_system.env import OSEnv
from agentgym.environments.operating_system.world.item import Item
from agentgym.sandbox.interface import Result, Sandbox, Spec
from agentgym.tasks import Task

F = TypeVar("F", bound=Callable[..., Any])
ENV = "AgentTune/OS-v0"
LACK = OSEnv.unavailable({})


def sandboxed(test: F) -> F:
    """Mark a test that needs a sandbox; it is skipped where there is none."""
    skip = pytest.mark.skipif(bool(LACK), reason=f"no sandbox on this machine: {LACK}")
    marked: F = pytest.mark.docker(skip(test))
    return marked


def begin(env: OSEnv, item: Item) -> str:
    """Begin an episode of an item; return the first observation."""
    return env.reset(seed=1, options={"task": Task(id="one", data=item)})[0]


def bash(env: OSEnv, script: str) -> str:
    """Run code as the agent; return what it is shown."""
    return env.step(f"Act: bash\n\n```bash\n{script}\n```")[0].removeprefix("The output of the OS:\n\n")


def end(env: OSEnv, act: str) -> float:
    """End the episode with an act; return the reward."""
    _, reward, terminated, _, info = env.step(f"Act: {act}")
    assert terminated and info["status"] == "completed" and info["metrics"]["success"] == reward
    return reward


class PretendedMachine(Sandbox):
    """A machine that runs nothing: it answers what it was told to, and remembers what it was asked.

    Args:
        results: what a script gives, by a text that its arguments contain; ``Result(exit_code=0)`` for others.
    """

    def __init__(self, results: Mapping[str, Result] | None = None) -> None:
        self.spec = Spec()
        self.results = dict(results or {})
        self.asked: list[list[str]] = []
        self.resets = 0

    @property
    def backend(self) -> str:
        return "pretended"

    @property
    def alive(self) -> bool:
        return True

    def call(self, op: str, grace: float, **fields: Any) -> dict[str, Any]:
        argv = list(fields.get("argv", [fields.get("command", fields.get("path", ""))]))
        self.asked.append(argv)
        found = next((r for part, r in self.results.items() if any(part in a for a in argv)), None)
        return msgspec.to_builtins(found or Result(exit_code=0))

    def reset(self) -> None:
        self.resets += 1

    def close(self) -> None:
        pass
