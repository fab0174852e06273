"""Running a suite: every policy over every environment, each in a run folder of its own below one folder."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import cast

import gymnasium
import msgspec

from agentgym import arguments, registry
from agentgym.engine import Budget, KeptOpen, Observer, Observers, Run, RunSpec, arollout, prepare
from agentgym.engine.left import left
from agentgym.env import AgentEnv
from agentgym.errors import OptionError, unknown_name
from agentgym.policy import Policy
from agentgym.report.panel import Panel
from agentgym.report.suite import Suite, SuiteEnvironment, remember
from agentgym.tasks import Task, TaskSet
from agentgym.trajectory.identity import policy_id

Watch = Callable[[str, str], Observer]
"""Gives the observer of a run, by environment id and label of the policy."""


class Forecast(msgspec.Struct, frozen=True):
    """What a run would do: episodes in all, done and failed already, left, and model calls at most."""

    env: str
    policy: str
    episodes: int
    done: int
    failed: int
    left: int
    calls: int


def installed(suite: Suite) -> list[SuiteEnvironment]:
    """Return the environments of the suite that are registered here."""
    known = {*registry.environment_ids(), *gymnasium.registry}
    return [e for e in suite.environments if e.env in known]


def unavailable(suite: Suite, template: RunSpec) -> dict[str, str]:
    """Return why this machine cannot run environments of the suite, by id; those that it can run are left out.

    Raises:
        DependencyError: a package is missing.
    """
    reasons = {
        e.env: registry.environment_class(e.env).unavailable(_run(e, template).env_args)
        for e in installed(suite)
    }
    return {env: reason for env, reason in reasons.items() if reason}


def runs(suite: Suite, template: RunSpec) -> list[RunSpec]:
    """Return the runs that each policy has to play: one for each environment that this machine can run.

    Args:
        suite: which environments, with their arguments and numbers of tasks.
        template: what is the same for all. Its arguments go before the suite's, to the environments that take
            them; of two numbers of tasks, the smaller one holds. Where it names tasks, each environment plays those
            that it has, and is left out without any.

    Raises:
        UnknownNameError: an argument that no environment takes, or a task that none has.
        AgentGymError: wrong options, broken data.
    """
    _check_arguments(suite, template)
    lacking = unavailable(suite, template)
    found = [_run(e, template) for e in installed(suite) if e.env not in lacking]
    wanted = _named(template)
    if wanted is None:
        return found
    panels = {e.env: e.panel for e in suite.environments}
    available = [_task_ids(run, panels[run.env_id]) for run in found]
    for task in wanted:
        if not any(task in ids for ids in available):
            known = [i for ids in available for i in ids]
            raise unknown_name(f"task of the suite {suite.name}", task, known, limit=3)
    chosen = [[task for task in wanted if task in ids] for ids in available]
    pairs = zip(found, chosen, strict=True)
    return [msgspec.structs.replace(run, tasks=tasks) for run, tasks in pairs if tasks]


def make_policies(policies: Sequence[str | Policy]) -> list[Policy]:
    """Make the policies of an evaluation, each once; one that exists already is returned as it is.

    Raises:
        OptionError: the same policy twice.
        AgentGymError: an unknown policy, or a wrong option.
    """
    made = [registry.make_policy(policy) for policy in policies]
    identities = [(name_of(policy), policy_id(policy)) for policy in made]
    if len(set(identities)) < len(identities):
        named = ", ".join(map(name_of, made))
        raise OptionError(f"A policy is named twice: {named}. Use --repeats for more episodes.")
    return made


def name_of(policy: Policy) -> str:
    """Return what the log calls a policy."""
    return policy.label or policy.spec or type(policy).__name__


def run_folder(out: Path, policy: str, env: str) -> Path:
    """Return the run folder of a policy, by its label, and an environment."""
    # Not the short name: two versions of an environment are two environments.
    return out / re.sub(r"[^\w.=-]+", "_", policy) / env.rpartition("/")[2]


def forecast(suite: Suite, policies: Sequence[str | Policy], out: Path, template: RunSpec) -> list[Forecast]:
    """Return what :func:`evaluate` with the same arguments would do, without asking any policy.

    Raises:
        AgentGymError: unknown names, wrong options, broken data.
    """
    found = []
    for policy, run in _each(suite, make_policies(policies), out, template):
        prepared = prepare(run, policy)
        work = left(prepared.plans, run.out, retry_errors=run.retry_errors)
        calls = len(work.plans) * prepared.max_steps
        counts = (len(prepared.plans), len(work.done), len(work.failed), len(work.plans), calls)
        found.append(Forecast(run.env_id, name_of(policy), *counts))
    return found


def evaluate(
    suite: Suite,
    policies: Sequence[str | Policy],
    out: Path,
    template: RunSpec,
    *,
    budget: Budget | None = None,
    watch: Watch | None = None,
) -> dict[tuple[str, str], Run]:
    """Play the policies over the suite; return the runs by environment and label, as far as the budget went.

    What :func:`unavailable` names is passed over. A policy is opened once for all environments.

    Args:
        suite: which environments, splits and numbers of tasks.
        policies: policies, or their specs.
        out: folder for the run folders; what is there already is not played again.
        template: what is the same for all runs, see :func:`runs`.
        budget: stops all runs together.
        watch: gives the observers.

    Raises:
        AgentGymError: unknown names, wrong options, broken data.
    """
    made = make_policies(policies)
    planned = list(_each(suite, made, out, template))
    remember(out, suite)
    played: dict[tuple[str, str], Run] = {}
    for policy in made:
        own = [run for other, run in planned if other is policy]
        asyncio.run(_play(policy, own, budget, watch, played))
    return played


async def _play(
    policy: Policy,
    runs: Sequence[RunSpec],
    budget: Budget | None,
    watch: Watch | None,
    played: dict[tuple[str, str], Run],
) -> None:
    kept, name = KeptOpen(policy), name_of(policy)
    prices = budget.prices if budget is not None else None
    try:
        for run in runs:
            if budget is not None and budget.spent():
                return
            observers = [watch(run.env_id, name)] if watch is not None else []
            observer = Observers(*observers, *([budget] if budget is not None else []))
            played[run.env_id, name] = await arollout(run, kept, observer=observer, prices=prices)
    finally:
        await kept.release()


def _each(
    suite: Suite, policies: Sequence[Policy], out: Path, template: RunSpec
) -> Iterator[tuple[Policy, RunSpec]]:
    planned = runs(suite, template)
    for policy in policies:
        for run in planned:
            folder = run_folder(out, name_of(policy), run.env_id)
            yield policy, msgspec.structs.replace(run, policy=policy.spec, out=folder)


def _run(environment: SuiteEnvironment, template: RunSpec) -> RunSpec:
    tasks = template.tasks
    if tasks is None or isinstance(tasks, int):
        if environment.panel is not None:
            tasks = environment.panel.ids[:tasks]
        else:
            tasks = min((n for n in (tasks, environment.tasks) if n is not None), default=None)
    taken = arguments.defaults(registry.environment_class(environment.env))
    own = {name: value for name, value in template.env_args.items() if name in taken}
    env_args = {**environment.args, "split": environment.split, **own}
    return msgspec.structs.replace(template, env_id=environment.env, env_args=env_args, tasks=tasks)


def _check_arguments(suite: Suite, template: RunSpec) -> None:
    found = installed(suite)
    taken = {n for e in found for n in arguments.defaults(registry.environment_class(e.env))}
    for name in template.env_args:
        if found and name not in taken:
            raise unknown_name(f"argument of the suite {suite.name}", name, sorted(taken))


def _named(template: RunSpec) -> list[str] | None:
    """Return the ids of the tasks that a template names, ``None`` where it names none."""
    tasks = template.tasks
    if tasks is None or isinstance(tasks, int):
        return None
    return (
        list(tasks.ids) if isinstance(tasks, TaskSet) else [t.id if isinstance(t, Task) else t for t in tasks]
    )


def _task_ids(run: RunSpec, panel: Panel | None) -> frozenset[str]:
    if panel is not None:
        return frozenset(panel.ids)
    env = registry.make(run.env_id, run.env_args)
    try:
        return frozenset(cast(AgentEnv, env.unwrapped).tasks.ids)
    finally:
        env.close()
