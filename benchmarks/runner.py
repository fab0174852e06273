"""Running a suite: every policy over every environment, each in a run folder of its own below one folder."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from agentgym import registry
from agentgym.benchmarks.suite import Suite, SuiteTask
from agentgym.engine import Budget, KeptOpen, Limits, Observer, Observers, Run, arollout, prepare
from agentgym.errors import DataError, OptionError
from agentgym.trajectory.index import index

MANIFEST = "eval.json"
"""Says below which folder an evaluation lies, and by which suite."""


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What is the same for all runs of an evaluation; ``None`` leaves it to the suite.

    Attributes:
        split, profile: of every environment.
        limit: tasks per environment at most; the suite's own limit holds as well.
        repeats: episodes per task.
        seed: seed of the runs.
        concurrency: episodes at once.
        retry_errors: run again what the machinery failed.
        limits: time limits and retries.
        cache: ``off``, ``read`` or ``write``; see :func:`agentgym.rollout.rollout`.
    """

    split: str | None = None
    profile: str | None = None
    limit: int | None = None
    repeats: int = 1
    seed: int = 0
    concurrency: int = 16
    retry_errors: bool = False
    limits: Limits = Limits()
    cache: str = "off"

    def arguments(self, task: SuiteTask) -> dict[str, Any]:
        """Return the arguments of an environment."""
        chosen = {"split": self.split or task.split}
        return {**task.args, **chosen, **({"profile": self.profile} if self.profile else {})}

    def tasks(self, task: SuiteTask) -> int | None:
        """Return how many tasks are played, ``None`` for all."""
        return min((n for n in (self.limit, task.limit) if n is not None), default=None)


class Forecast(msgspec.Struct, frozen=True):
    """What a run would do: episodes in all, done and failed already, left, and model calls at most."""

    env: str
    policy: str
    episodes: int
    done: int
    failed: int
    left: int
    calls: int


def installed(suite: Suite) -> list[SuiteTask]:
    """Return the tasks of the suite whose environments are registered."""
    known = registry.environment_ids()
    return [t for t in suite.tasks if t.env in known]


def unavailable(suite: Suite, options: Options) -> dict[str, str]:
    """Return why this machine cannot run environments of the suite, by id; those that it can run are left out.

    Raises:
        DependencyError: a package is missing.
    """
    reasons = {
        t.env: registry.environment_class(t.env).unavailable(options.arguments(t)) for t in installed(suite)
    }
    return {env: reason for env, reason in reasons.items() if reason}


def runnable(suite: Suite, options: Options) -> list[SuiteTask]:
    """Return the tasks of the suite that this machine can run."""
    lacking = unavailable(suite, options)
    return [t for t in installed(suite) if t.env not in lacking]


def run_folder(out: Path, policy: str, env: str) -> Path:
    """Return the run folder of a policy and an environment."""
    return out / re.sub(r"[^\w.=-]+", "_", policy) / env.split("/")[-1]


def forecast(suite: Suite, policies: Sequence[str], out: Path, options: Options) -> list[Forecast]:
    """Return what :func:`evaluate` would do, without asking any policy.

    Raises:
        AgentGymError: unknown names, wrong options, broken data.
    """
    found = []
    for policy in policies:
        for task in runnable(suite, options):
            plan = prepare(
                task.env, policy, tasks=options.tasks(task), repeats=options.repeats, seed=options.seed,
                env_args=options.arguments(task),
            )  # fmt: skip
            folder = run_folder(out, policy, task.env)
            entries = index(folder) if folder.is_dir() else []
            done = {e.key for e in entries if e.reward is not None}
            broken = {e.key for e in entries if e.reward is None} - done
            keys = {p.key for p in plan.plans}
            skipped = done if options.retry_errors else done | broken
            left = len(keys - skipped)
            found.append(
                Forecast(
                    task.env,
                    policy,
                    len(keys),
                    len(keys & done),
                    len(keys & broken),
                    left,
                    left * plan.max_steps,
                )
            )
    return found


def evaluate(
    suite: Suite,
    policies: Sequence[str],
    out: Path,
    options: Options,
    *,
    budget: Budget | None = None,
    watch: Callable[[str, str], Observer] | None = None,
) -> dict[tuple[str, str], Run]:
    """Play the policies over the suite; return the runs by (environment, policy), as far as the budget went.

    What :func:`unavailable` names is passed over. A policy is opened once for all environments.

    Args:
        suite: which environments, splits and limits.
        policies: policy specs.
        out: folder for the run folders; what is there already is not played again.
        options: the same for all.
        budget: stops all runs together.
        watch: gives the observer of a run, by environment and policy.

    Raises:
        AgentGymError: unknown names, wrong options, broken data.
        OptionError: the same policy twice.
    """
    if len(set(policies)) < len(policies):
        raise OptionError(f"A policy is named twice: {', '.join(policies)}. Use --repeats for more episodes.")
    remember(out, suite)
    runs: dict[tuple[str, str], Run] = {}
    tasks = runnable(suite, options)
    for policy in policies:
        asyncio.run(_play(tasks, policy, out, options, budget, watch, runs))
    return runs


async def _play(
    tasks: Sequence[SuiteTask],
    policy: str,
    out: Path,
    options: Options,
    budget: Budget | None,
    watch: Callable[[str, str], Observer] | None,
    runs: dict[tuple[str, str], Run],
) -> None:
    held = KeptOpen(registry.make_policy(policy))
    try:
        for task in tasks:
            if budget is not None and budget.spent():
                return
            observers = [watch(task.env, policy)] if watch is not None else []
            observer = Observers(*observers, *([budget] if budget is not None else []))
            runs[task.env, policy] = await arollout(
                task.env,
                held,
                tasks=options.tasks(task),
                repeats=options.repeats,
                seed=options.seed,
                concurrency=options.concurrency,
                out=run_folder(out, policy, task.env),
                limits=options.limits,
                retry_errors=options.retry_errors,
                observer=observer,
                cache=options.cache,
                prices=budget.prices if budget is not None else None,
                **options.arguments(task),
            )
    finally:
        await held.release()


def remember(out: Path, suite: Suite) -> None:
    """Write down by which suite the runs below ``out`` are judged."""
    out.mkdir(parents=True, exist_ok=True)
    (out / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode({"suite": suite}), indent=2) + b"\n")


def recall(out: Path) -> Suite | None:
    """Return the suite by which the runs below ``out`` were made, ``None`` if there is no record.

    Raises:
        DataError: the record is broken.
    """
    try:
        return msgspec.json.decode((out / MANIFEST).read_bytes(), type=_Manifest).suite
    except FileNotFoundError:
        return None
    except msgspec.DecodeError as error:
        raise DataError(f"{out / MANIFEST} is broken: {error}. Delete it, or name the suite.") from None


class _Manifest(msgspec.Struct):
    suite: Suite
