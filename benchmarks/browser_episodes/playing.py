"""Episodes of an environment with a browser: which tasks, and what was seen in each step."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, cast

import msgspec

from agentgym import registry
from agentgym.browser.interface import Browser
from agentgym.browser.pool import BROWSERS
from agentgym.env import AgentEnv
from agentgym.environments.miniwob import tasks as miniwob_tasks
from agentgym.environments.miniwob.world.gold import SOLUTIONS
from agentgym.environments.webarena import tasks as webarena_tasks
from agentgym.tasks import Task


class Played(msgspec.Struct, frozen=True):
    """An episode: how it ended, and a hash of what was seen, with the action before it, in each step."""

    reward: float
    status: str
    seen: list[str]


class Kind(NamedTuple):
    """An environment with a browser.

    Attributes:
        env_id: its id.
        arguments: what it is made with.
        still: its pages are those of a still browser.
        idle: the action that ends an episode at once.
        tasks: its tasks; the argument says how many seeds of each page, where it has pages.
    """

    env_id: str
    arguments: dict[str, Any]
    still: bool
    idle: str
    tasks: Callable[[int], list[Task]]


def _pages(seeds: int) -> list[Task]:
    tasks = miniwob_tasks.load("test", sorted(SOLUTIONS))
    return [tasks[name] for name in tasks.ids if miniwob_tasks.parts(name)[1] < seeds]


def _embedded(seeds: int) -> list[Task]:
    return [
        Task(id=name, data=config, split="test", kind=config.kind)
        for name, config in webarena_tasks.embedded().items()
    ]


KINDS = {
    "miniwob": Kind("AgentTune/MiniWoB-v0", {"pages": "all"}, True, "done", _pages),
    "webarena": Kind("AgentTune/WebArena-v0", {}, False, "stop []", _embedded),
}
"""By name: all that an expert can play, of all splits."""


class Player:
    """An environment that plays, and keeps what was seen.

    Args:
        kind: which environment.
        texts: folder for the observations, each in a file named by its hash; none are kept without.
        arguments: for the environment, besides the kind's own.
    """

    def __init__(self, kind: Kind, texts: Path | None = None, **arguments: Any) -> None:
        self._kind, self._texts = kind, texts
        given = {**kind.arguments, "action_format": "native", **arguments}
        self.env = cast(AgentEnv, registry.make(kind.env_id, given).unwrapped)

    def play(self, task: Task, *, idle: bool = False) -> Played:
        """Play the expert's episode, or end it at once."""
        seen, _ = self.env.reset(seed=0, options={"task": task})
        hashes, reward, over = [self._kept("", seen)], 0.0, False
        while not over:
            action = self._kind.idle if idle else self.env.suggest("expert")
            seen, reward, terminated, truncated, _ = self.env.step(action)
            hashes.append(self._kept(action, seen))
            over = terminated or truncated
        return Played(float(reward), str(self.env.status), hashes)

    def close(self) -> None:
        """Give everything back."""
        self.env.close()

    def _kept(self, action: str, seen: str) -> str:
        text = f"{action}\n{seen}"
        name = hashlib.sha256(text.encode()).hexdigest()[:16]
        if self._texts is not None and not (path := self._texts / f"{name}.txt").exists():
            path.write_text(text, "utf-8")
        return name


def browser(kind: Kind) -> Browser:
    """Return the browser of this process that a kind of environment uses."""
    return BROWSERS.get().get("devtools", still=kind.still)
