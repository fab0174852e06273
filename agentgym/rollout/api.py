"""``rollout`` and ``arollout``: the engine for Python callers."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple, cast

from agentgym.client.cache import CacheMode, open_cache
from agentgym.env import AgentEnv
from agentgym.errors import OptionError, UnavailableError
from agentgym.policy import Policy
from agentgym.prices import Prices
from agentgym.prices import load as load_prices
from agentgym.registry import environment_class, make, make_policy, resolve
from agentgym.rollout.caller import Caller
from agentgym.rollout.engine import Observer, execute
from agentgym.rollout.hosts import HostPool, host_factory
from agentgym.rollout.limits import Limits
from agentgym.rollout.plan import Plan, Tasks, choose_tasks, expand
from agentgym.rollout.run import Run


def rollout(
    env_id: str,
    policy: str | Policy,
    *,
    tasks: Tasks = None,
    repeats: int = 1,
    seed: int = 0,
    concurrency: int = 16,
    out: str | PathLike[str] | None = None,
    limits: Limits | None = None,
    retry_errors: bool = False,
    observer: Observer | None = None,
    cache: str = "off",
    prices: Prices | None = None,
    **env_args: Any,
) -> Run:
    """Play a policy over the tasks of an environment, record every episode, return the summary.

    Called again with the same arguments and the same ``out``, it does only what is left.

    Args:
        env_id: Gymnasium id, or a short name (``webshop``).
        policy: a policy or its spec (``expert``, ``openai:gpt-4?temperature=0``).
        tasks: how many, which ids, or ``None`` for the whole split.
        repeats: episodes per task, each with a seed of its own.
        seed: seed of the run; an episode's seed follows from it, the task and the repeat alone.
        concurrency: episodes at once.
        out: run folder; without one the episodes are kept in memory (``run.kept``).
        limits: time limits and retries.
        retry_errors: run the episodes again that the machinery failed in an earlier run.
        observer: watches the run; see :class:`agentgym.rollout.engine.Observer`.
        cache: ``off``; ``read``: calls that the cache of calls has an answer to are not made; ``write``: new
            answers are kept in it as well.
        prices: what tokens cost, for servers that report no cost; the shipped table by default.
        env_args: arguments of ``gymnasium.make`` (``data``, ``split``, ``profile``, ``action_format`` …).

    Raises:
        AgentGymError: unknown names, wrong options, broken data.
        KeyboardInterrupt: after Ctrl-C; the log is flushed and can be resumed.
    """
    return asyncio.run(
        arollout(
            env_id,
            policy,
            tasks=tasks,
            repeats=repeats,
            seed=seed,
            concurrency=concurrency,
            out=out,
            limits=limits,
            retry_errors=retry_errors,
            observer=observer,
            cache=cache,
            prices=prices,
            **env_args,
        )
    )


async def arollout(
    env_id: str,
    policy: str | Policy,
    *,
    tasks: Tasks = None,
    repeats: int = 1,
    seed: int = 0,
    concurrency: int = 16,
    out: str | PathLike[str] | None = None,
    limits: Limits | None = None,
    retry_errors: bool = False,
    observer: Observer | None = None,
    cache: str = "off",
    prices: Prices | None = None,
    **env_args: Any,
) -> Run:
    """The same on a running event loop; see :func:`rollout`."""
    if concurrency < 1:
        raise OptionError(f"concurrency must be at least 1, got {concurrency}.")
    planned = await asyncio.to_thread(
        prepare, env_id, policy, tasks=tasks, repeats=repeats, seed=seed, env_args=env_args
    )
    env_id, actor, env_args = planned.env_id, planned.policy, planned.env_args
    execution = environment_class(env_id).execution_of(env_args)
    hosts = concurrency if execution != "process" else min(concurrency, os.cpu_count() or 1)
    pool = HostPool(host_factory(env_id, env_args, actor.needs, execution), hosts)
    caller = Caller(
        actor,
        limits if limits is not None else Limits(),
        cache=open_cache(cache),
        mode=cast(CacheMode, cache),
        prices=prices if prices is not None else load_prices(),
    )
    return await execute(
        Run(env_id=env_id, policy=planned.name, out=Path(out) if out is not None else None),
        planned.plans,
        caller,
        pool,
        concurrency=concurrency,
        out=Path(out) if out is not None else None,
        manifest={
            "env_id": env_id,
            "env_args": {k: str(v) for k, v in env_args.items()},
            "policy": planned.name,
            "seed": seed,
            "repeats": repeats,
            "tasks": len(planned.plans) // repeats,
        },
        retry_errors=retry_errors,
        observer=observer,
    )


class Prepared(NamedTuple):
    """A run that is planned and not begun."""

    env_id: str
    policy: Policy
    name: str
    env_args: dict[str, Any]
    plans: list[Plan]
    max_steps: int


def prepare(
    env_id: str,
    policy: str | Policy,
    *,
    tasks: Tasks = None,
    repeats: int = 1,
    seed: int = 0,
    env_args: Mapping[str, Any] | None = None,
) -> Prepared:
    """Resolve names and list the episodes of a run, without playing any; see :func:`rollout`.

    Raises:
        UnavailableError: this machine cannot run the environment.
        AgentGymError: unknown names, wrong options, broken data.
    """
    env_id = resolve(env_id)
    actor = make_policy(policy)
    arguments = dict(env_args or {})
    if actor.preferred_format is not None:
        arguments.setdefault("action_format", actor.preferred_format)
    name = actor.spec or type(actor).__name__
    lack = environment_class(env_id).unavailable(arguments)
    if lack:
        raise UnavailableError(f"{env_id} cannot run here: {lack}")
    env = make(env_id, arguments)
    inner = cast(AgentEnv, env.unwrapped)
    try:
        ids = choose_tasks(inner.tasks, tasks)
        max_steps = inner.max_steps
    finally:
        env.close()
    plans = list(expand(env_id, arguments, name, ids, repeats=repeats, seed=seed))
    return Prepared(env_id, actor, name, arguments, plans, max_steps)
