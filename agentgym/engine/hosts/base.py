"""Hosts: where an environment runs. On the event loop, in a thread, or in a process of its own (the files beside this).

A host holds one environment and is used for one episode at a time, then for the next: environments are made
once and re-used. What a host cannot be trusted with any more (a hung step) is discarded, not re-used.
"""

from __future__ import annotations

import asyncio
import contextlib
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Mapping
from typing import Any, TypeVar, cast

import msgspec

from agentgym import registry
from agentgym.env import AgentEnv
from agentgym.errors import EnvironmentFailure, EpisodeError, OptionError, UnknownNameError
from agentgym.policy import Suggestion
from agentgym.turn import StartInfo, TurnInfo

T = TypeVar("T")


class Begun(msgspec.Struct):
    """What a host returns for the start of an episode."""

    observation: str
    info: StartInfo
    split: str
    profile: str
    action_format: str
    calls_functions: bool
    suggestions: dict[str, str]


class Stepped(msgspec.Struct):
    """What a host returns for a step; ``suggestions`` are for the next turn."""

    observation: str
    reward: float
    terminated: bool
    truncated: bool
    info: TurnInfo
    suggestions: dict[str, str]


class Stage:
    """An environment and the two calls that the engine makes; the same code on every kind of host."""

    def __init__(self, env_id: str, env_args: Mapping[str, Any], needs: tuple[Suggestion, ...]) -> None:
        self.env = registry.make(env_id, env_args)
        self.inner = cast(AgentEnv, self.env.unwrapped)
        self.needs = needs

    def begin(self, task: str, seed: int) -> Begun:
        """Reset to a task."""
        observation, info = self.env.reset(seed=seed, options={"task": task})
        inner = self.inner
        return Begun(
            observation, cast(StartInfo, info), inner.split, inner.profile.name, inner.action_format,
            inner.card.calls_functions, self._suggestions(),
        )  # fmt: skip

    def step(self, action: str) -> Stepped:
        """Take one step, and ask for suggestions for the next turn unless the episode is over.

        Raises:
            EnvironmentFailure: the environment raised what would be the caller's mistake elsewhere: the caller of a
                step is the engine, so the fault is the environment's own.
        """
        try:
            observation, reward, terminated, truncated, info = self.env.step(action)
        except (OptionError, UnknownNameError) as error:
            raise EnvironmentFailure(
                f"{type(self.inner).__name__}: {type(error).__name__}: {error}"
            ) from error
        ended = terminated or truncated
        suggestions = {} if ended else self._suggestions()
        return Stepped(
            observation, float(reward), bool(terminated), bool(truncated), cast(TurnInfo, info), suggestions
        )

    def close(self) -> None:
        """Close the environment."""
        self.env.close()

    def _suggestions(self) -> dict[str, str]:
        """Ask for what the policy needs; an expert with nothing left to do is the policy's to deal with."""
        found: dict[str, str] = {}
        for kind in self.needs:
            with contextlib.suppress(EpisodeError):
                found[kind] = self.inner.suggest(kind)
        return found


class Host(ABC):
    """Runs a :class:`Stage` somewhere; every call is awaited.

    ``usable`` turns false when a call was given up: what it still does is unknown, so no episode follows it. A call of
    one that is not ``interruptible`` cannot be given up.
    """

    usable = True
    interruptible = True

    async def open(self) -> None:
        """Make the environment, once: no step, so what it takes (a process, imports, data) counts as none."""
        return None

    @abstractmethod
    async def begin(self, task: str, seed: int) -> Begun:
        """Reset the environment to a task."""

    @abstractmethod
    async def step(self, action: str) -> Stepped:
        """Take one step."""

    @abstractmethod
    async def close(self) -> None:
        """Close the environment and what it runs in."""

    def discard(self) -> None:
        """Give the environment up without waiting for it."""
        return None


class StepTimeout(EnvironmentFailure):
    """The environment did not return in time; its worker was discarded."""


async def within(host: Host, call: Awaitable[T], seconds: float | None) -> T:
    """Await a host's call for at most ``seconds``; a call that is given up makes the host unusable.

    Raises:
        StepTimeout: the time passed.
        EnvironmentFailure: the environment itself raised ``TimeoutError``.
    """
    limit = asyncio.timeout(seconds if host.interruptible else None)
    try:
        async with limit:
            return await call
    except asyncio.CancelledError:
        host.usable = False
        raise
    except TimeoutError as error:
        if not limit.expired():  # A socket's, say: a failure of the machinery, not the episode's time limit.
            raise EnvironmentFailure(f"The environment gave up waiting: TimeoutError: {error}") from error
        host.usable = False
        raise StepTimeout(
            f"The environment did not return within {seconds:g} s (step_seconds); its worker was discarded."
        ) from None
