"""``rollout`` and ``arollout``: the engine for Python callers."""

from __future__ import annotations

import asyncio
import os
import platform
import time
from typing import Any, NamedTuple, cast

from agentgym.engine import cost
from agentgym.engine.asking import Asker
from agentgym.engine.cache import open_cache
from agentgym.engine.cost import Prices
from agentgym.engine.execute import Observer, Playing, execute
from agentgym.engine.hosts.pool import HostPool, host_factory
from agentgym.engine.left import left
from agentgym.engine.plan import Plan, Played, choose_tasks, expand
from agentgym.engine.run import RunSpec
from agentgym.engine.summary import Run
from agentgym.env import AgentEnv
from agentgym.errors import UnavailableError
from agentgym.policy import Policy
from agentgym.registry import environment_class, make, make_policy, resolve
from agentgym.trajectory.identity import policy_id
from agentgym.trajectory.writer import LogWriter
from agentgym.version import framework


def rollout(
    env_id: str,
    policy: str | Policy,
    *,
    observer: Observer | None = None,
    prices: Prices | None = None,
    **settings: Any,
) -> Run:
    """Play a policy over the tasks of an environment, record every episode, return the summary.

    Called again with the same arguments and the same ``out``, it does only what is left.

    Args:
        env_id: Gymnasium id, or a short name (``webshop``).
        policy: a policy or its spec (``expert``, ``openai:gpt-4?temperature=0``).
        observer: watches the run; see :class:`agentgym.engine.execute.Observer`.
        prices: what tokens cost, for servers that report no cost; the shipped table by default.
        settings: fields of :class:`~agentgym.engine.run.RunSpec` (``tasks``, ``repeats``, ``seed``, ``concurrency``,
            ``out``, ``limits``, ``retry_errors``, ``cache``); any other is an argument of ``gymnasium.make``
            (``data``, ``split``, ``profile``, ``action_format`` …).

    Raises:
        AgentGymError: unknown names, wrong options, broken data.
        KeyboardInterrupt: after Ctrl-C; the log is flushed and can be resumed.
    """
    spec = RunSpec.of(env_id, policy if isinstance(policy, str) else policy.spec, settings)
    return asyncio.run(arollout(spec, policy, observer=observer, prices=prices))


async def arollout(
    spec: RunSpec,
    policy: str | Policy | None = None,
    *,
    observer: Observer | None = None,
    prices: Prices | None = None,
) -> Run:
    """Play a run on a running event loop; see :func:`rollout`.

    Args:
        spec: the run.
        policy: the policy, where it exists already; made from the spec otherwise.
        observer, prices: see :func:`rollout`.
    """
    prepared = await asyncio.to_thread(prepare, spec, policy)
    prices = prices if prices is not None else cost.load()
    played, env_args = prepared.played, prepared.env_args
    execution = environment_class(played.env_id).execution_of(env_args)
    hosts = spec.concurrency if execution != "process" else min(spec.concurrency, os.cpu_count() or 1)
    pool = HostPool(host_factory(played.env_id, env_args, prepared.policy.needs, execution), hosts)
    run = Run(env_id=played.env_id, policy=played.policy, out=spec.out)
    run.planned, run.keys = len(prepared.plans), frozenset(p.key for p in prepared.plans)
    log = LogWriter(spec.out, call=_call(spec, prepared)) if spec.out is not None else None
    try:
        work = await asyncio.to_thread(left, prepared.plans, spec.out, retry_errors=spec.retry_errors)
        cache = open_cache(spec.cache)
    except BaseException:
        if log is not None:
            log.close()
        raise
    asker = Asker(prepared.policy, cache=cache, mode=spec.cache, prices=prices)
    return await execute(run, work, Playing(asker, pool, spec.limits, spec.concurrency, log), observer)


class Prepared(NamedTuple):
    """A run that is planned and not begun.

    Attributes:
        played: what is played.
        policy: the policy that plays it.
        env_args: arguments of ``gymnasium.make``, as they were given.
        plans: all episodes.
        max_steps: steps of an episode at most.
    """

    played: Played
    policy: Policy
    env_args: dict[str, Any]
    plans: list[Plan]
    max_steps: int


def prepare(spec: RunSpec, policy: str | Policy | None = None) -> Prepared:
    """Resolve names and list the episodes of a run, without playing any.

    Args:
        spec: the run.
        policy: the policy, where it exists already; made from the spec otherwise.

    Raises:
        UnavailableError: this machine cannot run the environment.
        AgentGymError: unknown names, wrong options, broken data.
    """
    env_id = resolve(spec.env_id)
    actor = make_policy(spec.policy if policy is None else policy)
    arguments = dict(spec.env_args)
    if actor.preferred_format is not None:
        arguments.setdefault("action_format", actor.preferred_format)
    lack = environment_class(env_id).unavailable(arguments)
    if lack:
        raise UnavailableError(f"{env_id} cannot run here: {lack}")
    env = make(env_id, arguments)
    inner = cast(AgentEnv, env.unwrapped)
    try:
        hashes = {i: inner.tasks.content_hash(i) for i in choose_tasks(inner.tasks, spec.tasks)}
        definition, max_steps = inner.definition(), inner.max_steps
    finally:
        env.close()
    name = actor.spec or type(actor).__name__
    played = Played(
        env_id=env_id, env_args=definition, policy=actor.label or name, policy_spec=name, policy_id=policy_id(actor),
        limits=spec.limits.scoring,
    )  # fmt: skip
    plans = list(expand(played, hashes, repeats=spec.repeats, seed=spec.seed))
    return Prepared(played, actor, arguments, plans, max_steps)


def _call(spec: RunSpec, prepared: Prepared) -> dict[str, object]:
    """Return what ``runs.jsonl`` says about a call."""
    played = prepared.played
    return {
        "env_id": played.env_id,
        "env_args": played.env_args,
        "policy": played.policy,
        "policy_spec": played.policy_spec,
        "policy_id": played.policy_id,
        "identity": prepared.policy.identity(),
        "tasks": len(prepared.plans) // spec.repeats,
        "repeats": spec.repeats,
        "seed": spec.seed,
        "concurrency": spec.concurrency,
        "limits": spec.limits,
        "retry_errors": spec.retry_errors,
        "cache": spec.cache,
        "framework": framework(),
        "python": platform.python_version(),
        "machine": platform.platform(),
        "started": time.time(),
    }
