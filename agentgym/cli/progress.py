"""Progress of runs: a live table on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from agentgym.engine import Plan, Run
from agentgym.engine.cost import Prices, total
from agentgym.status import Ending
from agentgym.trajectory.episode import Episode

if TYPE_CHECKING:
    from rich.table import Table


class Row:
    """An observer of one run: what is done, and how fast.

    Args:
        label: what is run.
        board: where it is shown.
    """

    def __init__(self, label: str, board: Board) -> None:
        self.label = label
        self.total = self.done = self.scored = self.running = self.failed = self.resumed = 0
        self.reward_sum = 0.0
        self.tokens = 0
        self.cost: float | None = None
        self._board = board
        self._start = time.monotonic()
        self._end: float | None = None

    def planned(self, run: Run, plans: Sequence[Plan]) -> None:
        """Take the size of the run, and what an earlier one did."""
        self.total, self.resumed, self.done = run.planned, run.ended, run.ended
        self.failed, self.scored, self.reward_sum = run.failed, run.scored, run.reward_sum
        self._start = time.monotonic()
        if run.resumed:
            self._board.say(f"{self.label}: {run.resumed} episodes are done already, {len(plans)} are left.")
        if not plans:
            self._end = self._start

    def started(self, plan: Plan) -> None:
        """Count an episode that begins."""
        self.running += 1

    def finished(self, episode: Episode) -> None:
        """Count an episode that ends."""
        self.running -= 1
        self.failed += episode.ending is Ending.FAILED
        self.done += episode.ending is not Ending.FAILED
        self.scored += episode.ending is Ending.SCORED
        self.reward_sum += episode.reward or 0.0
        self.tokens += episode.prompt_tokens + episode.completion_tokens
        cost = total((step.completion for step in episode.steps), self._board.prices)
        if cost is not None:
            self.cost = (self.cost or 0.0) + cost
        if self.done + self.failed >= self.total:
            self._end = time.monotonic()
        self._board.moved(self)

    @property
    def mean(self) -> float | None:
        """Mean reward of the scored episodes, ``None`` without any."""
        return self.reward_sum / self.scored if self.scored else None

    @property
    def seconds(self) -> float:
        """Wall time so far."""
        return (self._end or time.monotonic()) - self._start

    @property
    def left(self) -> float | None:
        """Seconds to go, by the pace so far; ``None`` before the first episode."""
        played = self.done + self.failed - self.resumed
        if played <= 0 or self._end is not None:
            return None
        return self.seconds / played * max(0, self.total - self.done - self.failed)

    def cells(self) -> list[str]:
        """Return the row of the live table."""
        mean = "–" if self.mean is None else f"{self.mean:.3f}"
        pace = f"{self.tokens / self.seconds:,.0f}" if self.tokens and self.seconds else "–"
        cost = "–" if self.cost is None else f"${self.cost:.2f}"
        eta = "–" if self.left is None else _clock(self.left)
        state = f"{self.done}/{self.total}"
        return [self.label, state, str(self.running), str(self.failed), mean, pace, cost, eta]

    def line(self) -> str:
        """Return the same as a plain line."""
        note = f"{self.label}: {self.done + self.failed}/{self.total}"
        note += "" if self.mean is None else f", mean reward {self.mean:.3f}"
        note += f", {self.failed} failed" if self.failed else ""
        note += f", {self.tokens / self.seconds:,.0f} tokens/s" if self.tokens and self.seconds else ""
        note += "" if self.cost is None else f", ${self.cost:.2f}"
        return note + ("" if self.left is None else f", {_clock(self.left)} left")


class Board:
    """Shows the rows of one or several runs, live on a terminal, as plain lines on anything else.

    Args:
        every: seconds between plain lines.
        prices: for the cost, where a server reports none.
    """

    def __init__(self, *, every: float = 10.0, prices: Prices | None = None) -> None:
        self.every = every
        self.prices = prices if prices is not None else Prices({})
        self.rows: list[Row] = []
        self._live: Any = None
        self._last = time.monotonic()

    def __enter__(self) -> Board:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.live import Live

            self._live = Live(get_renderable=self.table, console=Console(stderr=True), refresh_per_second=4)
            self._live.start()
        return self

    def __exit__(self, *exception: object) -> None:
        if self._live is not None:
            self._live.stop()

    def row(self, label: str) -> Row:
        """Add a run."""
        self.rows.append(Row(label, self))
        return self.rows[-1]

    def say(self, text: str) -> None:
        """Print a line, above the live table where there is one."""
        if self._live is not None:
            self._live.console.print(text, markup=False, highlight=False)
        else:
            click.echo(text, err=True)

    def moved(self, row: Row) -> None:
        """Print a plain line now and then."""
        if self._live is None and time.monotonic() - self._last >= self.every:
            self._last = time.monotonic()
            self.say(row.line())

    def table(self) -> Table:
        """Return the live table."""
        from rich import box
        from rich.table import Table

        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        table.add_column("run", overflow="fold")
        for name in ("done", "running", "failed", "reward", "tokens/s", "cost", "left"):
            table.add_column(name, justify="right")
        for row in self.rows:
            table.add_row(*(c.replace("[", r"\[") for c in row.cells()))
        return table


class Steps:
    """Progress of a command in several steps: a bar on a terminal, nothing elsewhere."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Steps:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._bar.start()
        return self

    def __exit__(self, *exception: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show how much of a step is done."""
        if self._bar is None:
            return
        if self._task is None:
            self._task = self._bar.add_task(what, total=total)
        self._bar.update(self._task, description=what, completed=done, total=total)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
