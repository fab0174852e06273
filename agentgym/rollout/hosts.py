"""Hosts: where an environment runs. On the event loop, in a thread, or in a process of its own.

A host holds one environment and is used for one episode at a time, then for the next: environments are made
once and re-used. What a host cannot be trusted with any more (a hung step) is discarded, not re-used.
"""

from __future__ import annotations

import asyncio
import contextlib
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, TypeVar, cast

import msgspec

from agentgym import registry
from agentgym.env import AgentEnv, Execution
from agentgym.errors import EnvironmentFailure, EpisodeError
from agentgym.policy import Suggestion
from agentgym.processes.call_thread import CallThread

T = TypeVar("T")


class Begun(msgspec.Struct):
    """What a host returns for the start of an episode."""

    observation: str
    info: dict[str, Any]
    task_hash: str
    split: str
    profile: str
    action_format: str
    wishes: dict[str, str]


class Stepped(msgspec.Struct):
    """What a host returns for a step; ``wishes`` are for the next turn."""

    observation: str
    reward: float
    terminated: bool
    truncated: bool
    info: dict[str, Any]
    wishes: dict[str, str]


class Stage:
    """An environment and the two calls that the engine makes; the same code on every kind of host."""

    def __init__(self, env_id: str, env_args: Mapping[str, Any], wishes: tuple[Suggestion, ...]) -> None:
        self.env = registry.make(env_id, env_args)
        self.inner = cast(AgentEnv, self.env.unwrapped)
        self.wishes = wishes

    def begin(self, task: str, seed: int) -> Begun:
        """Reset to a task."""
        observation, info = self.env.reset(seed=seed, options={"task": task})
        inner = self.inner
        task_hash = inner.task.content_hash if inner.task is not None else ""
        wishes = self._suggestions()
        return Begun(
            observation, info, task_hash, inner.split, inner.profile.name, inner.action_format, wishes
        )

    def step(self, action: str) -> Stepped:
        """Take one step, and ask for the next turn's wishes unless the episode is over."""
        observation, reward, terminated, truncated, info = self.env.step(action)
        ended = terminated or truncated
        wishes = {} if ended else self._suggestions()
        return Stepped(observation, float(reward), bool(terminated), bool(truncated), info, wishes)

    def close(self) -> None:
        """Close the environment."""
        self.env.close()

    def _suggestions(self) -> dict[str, str]:
        """Ask for what the policy wishes; an expert with nothing left to do is the policy's to deal with."""
        found: dict[str, str] = {}
        for wish in self.wishes:
            with contextlib.suppress(EpisodeError):
                found[wish] = self.inner.suggest(wish)
        return found


class Host(ABC):
    """Runs a :class:`Stage` somewhere; every call is awaited.

    ``usable`` turns false when a call was given up: what it still does is unknown, so no episode follows it.
    """

    usable = True

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


class InlineHost(Host):
    """On the event loop itself: for environments whose step takes microseconds."""

    def __init__(self, make: Callable[[], Stage]) -> None:
        self.stage = make()

    async def begin(self, task: str, seed: int) -> Begun:
        """Reset."""
        return self.stage.begin(task, seed)

    async def step(self, action: str) -> Stepped:
        """Step."""
        return self.stage.step(action)

    async def close(self) -> None:
        """Close."""
        self.stage.close()


class ThreadHost(Host):
    """In a thread of its own: for environments that wait for something (a socket, a browser, a container)."""

    def __init__(self, make: Callable[[], Stage]) -> None:
        self._make = make
        self._stage: Stage | None = None
        # One thread per environment: some libraries (SQLite, browsers) want every call from the same one.
        self._lane = CallThread("agentgym-env")

    async def begin(self, task: str, seed: int) -> Begun:
        """Reset in the thread; the first call also makes the environment there."""
        return await self._lane.run(lambda: self._staged().begin(task, seed))

    async def step(self, action: str) -> Stepped:
        """Step in the thread."""
        return await self._lane.run(lambda: self._staged().step(action))

    async def close(self) -> None:
        """Close in the thread, then end it."""
        await self._lane.run(self._close)
        self._lane.end()

    def discard(self) -> None:
        """Leave the thread to itself, as it cannot be killed: it closes the environment if its call ever returns."""
        self._lane.end(self._close)

    def _staged(self) -> Stage:
        if self._stage is None:
            self._stage = self._make()
        return self._stage

    def _close(self) -> None:
        stage, self._stage = self._stage, None
        if stage is not None:
            stage.close()


async def within(host: Host, call: Awaitable[T], seconds: float | None) -> T:
    """Await a host's call for at most ``seconds``; a call that is given up makes the host unusable.

    Raises:
        EnvironmentFailure: the time passed, or the environment itself raised ``TimeoutError``.
    """
    limit = asyncio.timeout(None if isinstance(host, InlineHost) else seconds)
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
        raise EnvironmentFailure(
            f"The environment did not return within {seconds:g} s (step_seconds); its worker was discarded."
        ) from None


class HostPool:
    """Makes hosts as they are needed, at most ``size``, and keeps them for re-use."""

    def __init__(self, make: Callable[[], Host], size: int) -> None:
        self._make = make
        self._free: list[Host] = []
        self._slots = asyncio.Semaphore(size)

    @contextlib.asynccontextmanager
    async def borrow(self) -> AsyncIterator[Host]:
        """Lend a host for one episode; a host whose episode raised is closed and not lent again."""
        async with self._slots:
            host = self._free.pop() if self._free else self._make()
            try:
                yield host
            except BaseException:
                await self._drop(host)
                raise
            if host.usable:
                self._free.append(host)
            else:
                await self._drop(host)

    async def close(self) -> None:
        """Close all hosts."""
        while self._free:
            await self._drop(self._free.pop())

    async def _drop(self, host: Host) -> None:
        # The episode's own error matters, not what a broken environment says while it is closed.
        if host.usable:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(host.close(), timeout=10)
        host.discard()


def host_factory(
    env_id: str, env_args: Mapping[str, Any], wishes: tuple[Suggestion, ...], execution: Execution
) -> Callable[[], Host]:
    """Return what makes a host of the kind that the environment declares."""

    def make() -> Stage:
        return Stage(env_id, env_args, wishes)

    if execution == "inline":
        return lambda: InlineHost(make)
    if execution == "thread":
        return lambda: ThreadHost(make)
    from agentgym.rollout.process_host import ProcessHost

    return lambda: ProcessHost(env_id, env_args, wishes)
