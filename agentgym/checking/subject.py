"""The environment that is checked: how to make one more, and how an episode of it is played."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, cast

import gymnasium

from agentgym import registry
from agentgym.env import AgentEnv
from agentgym.errors import OptionError
from agentgym.policy import Suggestion


class Subject(NamedTuple):
    """An environment to be checked.

    Attributes:
        cls: its class.
        env_id: its id, or the name of its class where it was given as an object.
        arguments: what it is made with.
        registered: whether it can be made by ``env_id``, in this process or another.
        tasks: tasks that are played.
    """

    cls: type[AgentEnv]
    env_id: str
    arguments: Mapping[str, Any]
    registered: bool
    tasks: int

    @classmethod
    def of(cls, env: str | gymnasium.Env[Any, Any], arguments: Mapping[str, Any], tasks: int) -> Subject:
        """Take an id, a short name, or an environment.

        Raises:
            AgentGymError: an unknown name, or an environment that does not talk in messages.
        """
        if isinstance(env, str):
            env_id = registry.resolve(env)
            return cls(registry.environment_class(env_id), env_id, dict(arguments), True, tasks)
        inner = env.unwrapped
        if not isinstance(inner, AgentEnv):
            raise OptionError(f"check_env takes an id or an AgentEnv, got {type(inner).__name__}.")
        if inner.spec is not None:
            return cls(type(inner), inner.spec.id, {**inner.spec.kwargs, **arguments}, True, tasks)
        return cls(type(inner), type(inner).__name__, {**inner.definition(), **arguments}, False, tasks)

    def make(self, **more: Any) -> AgentEnv:
        """Make one more of it."""
        arguments = {**self.arguments, **more}
        if self.registered:
            return cast(AgentEnv, registry.make(self.env_id, arguments).unwrapped)
        return self.cls(**arguments)

    @contextlib.contextmanager
    def made(self, **more: Any) -> Iterator[AgentEnv]:
        """Make one more, and close it at the end."""
        env = self.make(**more)
        try:
            yield env
        finally:
            env.close()


def play(env: AgentEnv, task: str, who: Suggestion, *, seed: int = 0, steps: int | None = None) -> list[Any]:
    """Play an episode and return all that was seen: observation and info, then each message with its step."""
    observation, info = env.reset(seed=seed, options={"task": task})
    seen: list[Any] = [(observation, info)]
    while (steps is None or len(seen) <= steps) and not ended(seen):
        message = env.suggest(who)
        seen.append((message, *env.step(message)))
    return seen


def ended(seen: list[Any]) -> bool:
    """Whether the episode that :func:`play` returned has ended."""
    return len(seen) > 1 and bool(seen[-1][3] or seen[-1][4])


def reward(seen: list[Any]) -> float:
    """Return the reward of an episode that :func:`play` returned."""
    return float(seen[-1][2]) if len(seen) > 1 else 0.0
