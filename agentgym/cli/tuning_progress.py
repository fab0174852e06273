"""Progress of a training: one live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from typing import Any, Self

import click

from agentgym.registry import short_name
from agentgym.tuning.metrics import EvalLine, StepLine

_EVERY = 30.0
"""Seconds between two plain lines."""


class Progress:
    """Shows steps, losses by source, rate and the time that is left.

    Args:
        steps: of the training.
        quiet: show nothing.
    """

    def __init__(self, steps: int, *, quiet: bool = False) -> None:
        self._steps, self._quiet = steps, quiet
        self._done = 0
        self._took = 0.0
        self._count = 0
        self._said = 0.0
        self._live: Any = None
        self._task: Any = None

    def __enter__(self) -> Self:
        if not self._quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
            from rich.progress import Progress as Bar

            self._live = Bar(
                TextColumn("steps"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[facts]}"),
                console=Console(stderr=True),
            )  # fmt: skip
            self._task = self._live.add_task("steps", total=self._steps, facts="")
            self._live.start()
        return self

    def __exit__(self, *exc: object) -> None:
        if self._live is not None:
            self._live.stop()

    def begun(self, steps: int, done: int) -> None:
        """Take how much there is to do."""
        self._steps, self._done = steps, done
        if self._live is not None:
            self._live.update(self._task, total=steps, completed=done)

    def stepped(self, line: StepLine) -> None:
        """Show a step."""
        self._done = line.step
        self._took += line.seconds
        self._count += 1
        if self._quiet:
            return
        facts = self.facts(line)
        if self._live is not None:
            self._live.update(self._task, completed=line.step, facts=facts)
        elif time.monotonic() - self._said > _EVERY or line.step == self._steps:
            self._said = time.monotonic()
            click.echo(f"step {line.step:,} of {self._steps:,}  {facts}", err=True)

    def facts(self, line: StepLine) -> str:
        """Return a step in words."""
        losses = " ".join(f"{name} {loss:.3f}" for name, loss in line.losses.items())
        left = (self._steps - line.step) * self._took / self._count
        mfu = f"  MFU {line.mfu:.1%}" if line.mfu is not None else ""
        return f"loss {line.loss:.3f} ({losses})  {line.rate:,.0f} tokens/s{mfu}  {_duration(left)} left"

    def evaluated(self, line: EvalLine) -> None:
        """Show the scores of an evaluation."""
        scores = "  ".join(f"{short_name(env)} {score:.1f}" for env, score in line.scores.items())
        self.say(f"step {line.step:,}: {scores or 'no score'}  ({line.seconds:.0f} s)")

    def say(self, text: str) -> None:
        """Print a line."""
        if self._quiet and not text.startswith("WARNING"):
            return
        if self._live is not None:
            self._live.console.print(text, highlight=False, markup=False)
        else:
            click.secho(text, fg="red" if text.startswith("WARNING") else None, err=True)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
