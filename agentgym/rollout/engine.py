"""The engine: a plan of episodes, played concurrently, written to one log.

Workers are asyncio tasks that pull from the plan, so that only as many episodes exist as run at once. What an
earlier run has scored is passed over; what failed is run again only on request. One failed episode never ends
a run; a mistake of the caller (an unknown task), a spent budget and Ctrl-C do, and leave a log to resume from.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from agentgym.errors import BudgetExceeded
from agentgym.rollout.caller import Caller
from agentgym.rollout.collector import calm_collector
from agentgym.rollout.episode_runner import failed, is_mistake, play
from agentgym.rollout.hosts import HostPool
from agentgym.rollout.plan import Plan
from agentgym.rollout.run import Run
from agentgym.trajectory.episode import Episode
from agentgym.trajectory.index import index
from agentgym.trajectory.writer import LogWriter


class Observer(Protocol):
    """Watches a run: a progress bar, a budget, a live table."""

    def planned(self, run: Run, plans: Sequence[Plan]) -> None:
        """The plan is known; ``plans`` are the episodes left to play."""

    def started(self, plan: Plan) -> None:
        """An episode begins. May raise :class:`BudgetExceeded`: it and all later ones are not played."""

    def finished(self, episode: Episode) -> None:
        """An episode is in the log. May raise :class:`BudgetExceeded`: no further one is begun."""


class Observers:
    """Several observers as one; each hears everything, also where an earlier one stops the run."""

    def __init__(self, *observers: Observer) -> None:
        self.observers = observers

    def planned(self, run: Run, plans: Sequence[Plan]) -> None:
        """Tell all."""
        for observer in self.observers:
            observer.planned(run, plans)

    def started(self, plan: Plan) -> None:
        """Ask all; the first refusal counts."""
        for observer in self.observers:
            observer.started(plan)

    def finished(self, episode: Episode) -> None:
        """Tell all, then raise what the first of them raised."""
        raised: BudgetExceeded | None = None
        for observer in self.observers:
            try:
                observer.finished(episode)
            except BudgetExceeded as error:
                raised = raised or error
        if raised is not None:
            raise raised


async def execute(
    run: Run,
    plans: Sequence[Plan],
    caller: Caller,
    pool: HostPool,
    *,
    concurrency: int,
    out: Path | None,
    manifest: dict[str, object],
    retry_errors: bool = False,
    observer: Observer | None = None,
) -> Run:
    """Play what is left of ``plans``; return the summary of the whole.

    Raises:
        AgentGymError: a mistake of the caller; what was played until then is in the log.
        KeyboardInterrupt, asyncio.CancelledError: after everything was closed and flushed.
    """
    clock = time.perf_counter()
    run.planned = len(plans)
    run.keys = frozenset(p.key for p in plans)
    log = LogWriter(out, manifest=manifest) if out is not None else None
    try:
        left = _left(run, plans, out, retry_errors)
        if observer is not None:
            observer.planned(run, left)
        if left:
            await caller.policy.open()
            with calm_collector():
                await _all(_Worker(run, caller, pool, log, observer), left, concurrency)
    finally:
        run.seconds = time.perf_counter() - clock
        try:
            await asyncio.shield(_close(caller, pool))
        finally:
            if log is not None:
                log.close()
    return run


def _left(run: Run, plans: Sequence[Plan], out: Path | None, retry_errors: bool) -> list[Plan]:
    if out is None:
        return list(plans)
    wanted = {p.key for p in plans}
    done: set[str] = set()
    broken: set[str] = set()
    for entry in index(out):
        if entry.key not in wanted or entry.key in done:
            continue
        if entry.reward is None:
            broken.add(entry.key)
            continue
        done.add(entry.key)
        run.resumed += 1
        run.count(entry.status, entry.reward, entry.steps)
    broken -= done
    run.failed = 0 if retry_errors else len(broken)
    skipped = done if retry_errors else done | broken
    return [p for p in plans if p.key not in skipped]


async def _close(caller: Caller, pool: HostPool) -> None:
    try:
        await pool.close()
    finally:
        await caller.close()


async def _all(worker: _Worker, plans: Sequence[Plan], concurrency: int) -> None:
    queue: Iterator[Plan] = iter(plans)
    tasks = [asyncio.create_task(worker.work(queue)) for _ in range(min(concurrency, len(plans)))]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class _Worker:
    """What the workers share; each of them runs :meth:`work`."""

    def __init__(
        self,
        run: Run,
        caller: Caller,
        pool: HostPool,
        log: LogWriter | None,
        observer: Observer | None,
    ) -> None:
        self.run = run
        self.caller = caller
        self.pool = pool
        self.limits = caller.limits
        self.log = log
        self.observer = observer

    async def work(self, queue: Iterator[Plan]) -> None:
        """Play plans until the queue is empty."""
        for plan in queue:
            try:
                if self.run.stopped:
                    return
                if self.observer is not None:
                    self.observer.started(plan)
                self._record(await self._play(plan))
            except BudgetExceeded as spent:
                # The other workers finish the episodes under way: they are paid for already.
                self.run.stopped = self.run.stopped or str(spent)
                return
            # An instant policy in an inline environment never waits: let the others, and Ctrl-C, have a turn.
            await asyncio.sleep(0)

    async def _play(self, plan: Plan) -> Episode:
        attempts = self.limits.environment_retries + 1
        for attempt in range(1, attempts + 1):
            try:
                async with self.pool.borrow() as host:
                    return await play(plan, host, self.caller, self.limits)
            except BudgetExceeded:
                raise
            except Exception as error:
                if is_mistake(error):
                    raise
                if attempt == attempts:
                    return failed(plan, error, attempt)
                await asyncio.sleep(self.limits.pause(attempt, None))
        raise AssertionError("unreachable: the last attempt returns")

    def _record(self, episode: Episode) -> None:
        if self.log is not None:
            self.log.write(episode)
        else:
            self.run.kept.append(episode)
        if episode.status.is_failure:
            self.run.failed += 1
        else:
            self.run.played += 1
            self.run.count(episode.status, episode.reward, len(episode.steps))
        if self.observer is not None:
            self.observer.finished(episode)
