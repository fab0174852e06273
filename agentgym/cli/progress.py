"""Progress of a run: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from typing import Any

import click

from agentgym.rollout import Plan, Run
from agentgym.trajectory.episode import Episode


class Progress:
    """An observer of :func:`agentgym.rollout.rollout` that says how far a run is.

    Args:
        label: what is run.
        every: seconds between plain lines, where standard error is no terminal.
    """

    def __init__(self, label: str, *, every: float = 10.0) -> None:
        self.label = label
        self.every = every
        self._bar: Any = None
        self._task: Any = None
        self._done = self._failed = self._total = 0
        self._rewards = 0.0
        self._last = time.monotonic()

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as Bar

            self._bar = Bar(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[note]}"),
                TimeRemainingColumn(),
                console=Console(stderr=True),
            )
            self._bar.start()
            self._task = self._bar.add_task(self.label, total=None, note="")
        return self

    def __exit__(self, *exception: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def planned(self, run: Run, plans: Sequence[Plan]) -> None:
        """Take the size of the run."""
        self._total = len(plans)
        if self._bar is not None:
            self._bar.update(self._task, total=self._total)
        if run.resumed:
            click.echo(
                f"{self.label}: {run.resumed} episodes are done already, {len(plans)} are left.", err=True
            )

    def started(self, plan: Plan) -> None:
        """Nothing to say about a start."""

    def finished(self, episode: Episode) -> None:
        """Count an episode."""
        if episode.status.is_failure:
            self._failed += 1
        else:
            self._done += 1
            self._rewards += episode.reward or 0.0
        note = f"mean reward {self._rewards / self._done:.3f}" if self._done else ""
        note += f", {self._failed} failed" if self._failed else ""
        if self._bar is not None:
            self._bar.update(self._task, advance=1, note=note)
        elif time.monotonic() - self._last >= self.every:
            self._last = time.monotonic()
            click.echo(f"{self.label}: {self._done + self._failed}/{self._total}, {note}", err=True)
