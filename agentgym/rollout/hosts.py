"""Hosts: where an environment runs. On the event loop, in a thread, or in a process of its own.

A host holds one environment and is used for one episode at a time, then for the next: environments are made
once and re-used. What a host cannot be trusted with any more (a hung step) is discarded, not re-used.
"""

from __future__ import annotations

import asyncio
import contextlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import gymnasium
import msgspec

from agentgym.env import AgentEnv, Execution
from agentgym.errors import EnvironmentFailure, EpisodeError, OptionError
from agentgym.policy import Wish

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

    def __init__(self, env_id: str, env_args: Mapping[str, Any], wishes: tuple[Wish, ...]) -> None:
        self.env = gymnasium.make(env_id, **env_args)
        if not isinstance(self.env.unwrapped, AgentEnv):
            raise OptionError(
                f"{env_id} is no AgentEnv: the engine plays environments that talk in messages. "
                "Subclass agentgym.AgentEnv, or wrap it in one."
            )
        self.inner: AgentEnv = self.env.unwrapped
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
    """Runs a :class:`Stage` somewhere; every call is awaited."""

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
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="agentgym-env")

    async def begin(self, task: str, seed: int) -> Begun:
        """Reset in the thread; the first call also makes the environment there."""
        return await self._run(lambda: self._staged().begin(task, seed))

    async def step(self, action: str) -> Stepped:
        """Step in the thread."""
        return await self._run(lambda: self._staged().step(action))

    async def close(self) -> None:
        """Close in the thread, then end it."""
        if self._stage is not None:
            await self._run(self._stage.close)
        self._thread.shutdown(wait=False)

    def discard(self) -> None:
        """Leave the thread to itself: a thread cannot be killed, it ends when its call returns."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _staged(self) -> Stage:
        if self._stage is None:
            self._stage = self._make()
        return self._stage

    async def _run(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)


async def within(host: Host, call: Any, seconds: float | None) -> Any:
    """Await a host's call for at most ``seconds``; past that, discard the host.

    Raises:
        EnvironmentFailure: the time passed.
    """
    if seconds is None or isinstance(host, InlineHost):
        return await call
    try:
        async with asyncio.timeout(seconds):
            return await call
    except TimeoutError:
        host.discard()
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
    async def borrow(self) -> Any:
        """Lend a host for one episode; a host whose episode raised is closed and not lent again."""
        async with self._slots:
            host = self._free.pop() if self._free else self._make()
            try:
                yield host
            except BaseException:
                await self._drop(host)
                raise
            self._free.append(host)

    async def close(self) -> None:
        """Close all hosts."""
        while self._free:
            await self._drop(self._free.pop())

    async def _drop(self, host: Host) -> None:
        # The episode's own error matters, not what a broken environment says while it is closed.
        with contextlib.suppress(Exception):
            await asyncio.wait_for(host.close(), timeout=10)
        host.discard()


def host_factory(
    env_id: str, env_args: Mapping[str, Any], wishes: tuple[Wish, ...], execution: Execution
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
