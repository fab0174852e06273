"""The engine: a plan of episodes, played concurrently, written to one log.

Workers are asyncio tasks that pull from the plan, so that only as many episodes exist as run at once. What an
earlier run has scored is passed over; what failed is run again only on request. One failed episode never ends
a run; a mistake of the caller (an unknown task), a spent budget and Ctrl-C do, and leave a log to resume from.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from agentgym.engine.asking import Asker
from agentgym.engine.episode import Broken, failed, is_mistake, play
from agentgym.engine.garbage import calm_collector
from agentgym.engine.hosts.pool import HostPool
from agentgym.engine.left import Left
from agentgym.engine.limits import Limits
from agentgym.engine.plan import Plan
from agentgym.engine.summary import Run
from agentgym.errors import BudgetExceeded
from agentgym.status import Ending
from agentgym.trajectory.episode import Episode
from agentgym.trajectory.writer import LogWriter

_UNWRITABLE = (TypeError, ValueError, OverflowError, RecursionError)


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


class Playing(NamedTuple):
    """What a run is played with."""

    asker: Asker
    pool: HostPool
    limits: Limits
    concurrency: int
    log: LogWriter | None


async def execute(run: Run, work: Left, playing: Playing, observer: Observer | None = None) -> Run:
    """Play what is left of a plan; return the summary of the whole.

    Args:
        run: the summary so far; what was done before is counted into it.
        work: what is left.
        playing: policy, environments, limits and log; all of them are closed at the end.
        observer: watches.

    Raises:
        AgentGymError: a mistake of the caller; what was played until then is in the log.
        KeyboardInterrupt, asyncio.CancelledError: after everything was closed and flushed.
    """
    clock = time.perf_counter()
    try:
        for entry in work.done:
            run.resumed += 1
            run.count(entry.status, entry.ending, entry.score(), entry.steps)
        run.failed = len(work.failed - {p.key for p in work.plans})
        if observer is not None:
            observer.planned(run, work.plans)
        if work.plans:
            await playing.asker.policy.open()
            with calm_collector():
                await _all(_Worker(run, playing, observer), work.plans, playing.concurrency)
    finally:
        run.seconds = time.perf_counter() - clock
        try:
            await asyncio.shield(_close(playing))
        finally:
            if playing.log is not None:
                playing.log.close()
    return run


async def _close(playing: Playing) -> None:
    try:
        await playing.pool.close()
    finally:
        await playing.asker.close()


async def _all(worker: _Worker, plans: Sequence[Plan], concurrency: int) -> None:
    queue: Iterator[Plan] = iter(plans)
    tasks = [asyncio.create_task(worker.work(queue)) for _ in range(min(concurrency, len(plans)))]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _failed(plan: Plan, error: Exception, attempt: int) -> Episode:
    if isinstance(error, Broken):
        return failed(plan, error.__cause__ or error, attempt, played=error.episode)
    return failed(plan, error, attempt)


class _Worker:
    """What the workers share; each of them runs :meth:`work`."""

    def __init__(self, run: Run, playing: Playing, observer: Observer | None) -> None:
        self.run = run
        self.playing = playing
        self.observer = observer

    async def work(self, queue: Iterator[Plan]) -> None:
        """Play plans until the queue is empty."""
        for plan in queue:
            try:
                if self.run.stopped:
                    return
                if self.observer is not None:
                    self.observer.started(plan)
                self._record(plan, await self._play(plan))
            except BudgetExceeded as spent:
                # The other workers finish the episodes under way: they are paid for already.
                self.run.stopped = self.run.stopped or str(spent)
                return
            # An instant policy in an inline environment never waits: let the others, and Ctrl-C, have a turn.
            await asyncio.sleep(0)

    async def _play(self, plan: Plan) -> Episode:
        limits = self.playing.limits
        attempts = limits.environment_retries + 1
        for attempt in range(1, attempts + 1):
            try:
                async with self.playing.pool.borrow() as host:
                    return await play(plan, host, self.playing.asker, limits)
            except BudgetExceeded:
                raise
            except Exception as error:
                if is_mistake(error):
                    raise
                if attempt == attempts:
                    return _failed(plan, error, attempt)
                await asyncio.sleep(limits.pause(attempt))
        raise AssertionError("unreachable: the last attempt returns")

    def _record(self, plan: Plan, episode: Episode) -> None:
        if self.playing.log is not None:
            try:
                self.playing.log.write(episode)
            except _UNWRITABLE as error:  # Something in it that JSON does not have: no reason to end the run.
                episode = failed(plan, error, 1, where="log")
                self.playing.log.write(episode)
        else:
            self.run.kept.append(episode)
        if episode.ending is Ending.FAILED:
            self.run.failed += 1
        else:
            self.run.played += 1
            self.run.count(episode.status, episode.ending, episode.reward, len(episode.steps))
        if self.observer is not None:
            self.observer.finished(episode)
