"""The package ``scienceworld`` driven as its README does, on the same Java and with the same order of sets as ours.

Without that order the package does not even equal itself: its sets are ordered by hashes that differ from run to run.
"""

from __future__ import annotations

import os
import threading
from typing import Any, NamedTuple

from agentgym.environments.scienceworld.world import java
from agentgym.errors import DependencyError

_ORDERED = "-XX:+UnlockExperimentalVMOptions -XX:hashCode=2"
_ENVIRONMENT = threading.Lock()


class Seen(NamedTuple):
    """What a step shows: the observation, the score, the moves, whether it is over, and the valid actions."""

    observation: str
    score: int
    moves: int
    completed: bool
    valid: list[str]


class PackageGame:
    """One Java machine of the package's own making, for one game after the other.

    Args:
        options: options of the Java machine, besides those that make it deterministic.

    Raises:
        SimulatorMissing: the package or Java is not installed.
    """

    def __init__(self, options: str = "") -> None:
        runtime = java.java()
        try:
            from scienceworld import ScienceWorldEnv
        except ImportError as error:
            raise DependencyError(str(error)) from error
        with _ENVIRONMENT:  # The package takes both from the environment alone.
            before = {name: os.environ.get(name) for name in ("PATH", "JAVA_TOOL_OPTIONS")}
            os.environ["PATH"] = f"{runtime.parent}{os.pathsep}{before['PATH'] or ''}"
            os.environ["JAVA_TOOL_OPTIONS"] = f"{_ORDERED} {options}".strip()
            try:
                self.env: Any = ScienceWorldEnv("", envStepLimit=10**6)
            finally:
                for name, value in before.items():
                    if value is None:
                        os.environ.pop(name, None)
                    else:
                        os.environ[name] = value

    def load(self, task: str, variation: int, simplification: str) -> Seen:
        """Begin a game."""
        self.env.load(task, variation, simplification)
        observation, info = self.env.reset()
        return self._seen(observation, False, info)

    def step(self, command: str) -> Seen:
        """Carry a command out."""
        observation, _, completed, info = self.env.step(command)
        return self._seen(observation, completed, info)

    def close(self) -> None:
        """End the Java machine."""
        self.env.close()

    @staticmethod
    def _seen(observation: str, completed: bool, info: dict[str, Any]) -> Seen:
        return Seen(
            str(observation), int(info["score"]), int(info["moves"]), bool(completed), list(info["valid"])
        )
