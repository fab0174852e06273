"""Measuring: CPU time of this process, its memory, and one table for all benchmarks.

Machines differ, and so does one machine from hour to hour. A bound is therefore never an absolute time: it is a ratio
to a peer in the same run, or a time on the machine where :data:`REFERENCE` was measured, scaled by how long a small
calibration loop takes here and now. The loop's own time is printed beside the figures.
"""

from __future__ import annotations

import contextlib
import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

REFERENCE = 0.0065
"""Seconds of CPU time that :func:`calibration_loop` takes on the machine that bounds in units of time are meant for."""
_TIMES = frozenset({"s", "ms", "us", "CPU-s", "CPU-ms", "ms CPU", "us CPU"})


def calibration_loop() -> int:
    """Do what Python programs do, always the same amount of it: dictionaries, texts, arithmetic, calls."""
    table: dict[str, int] = {}
    for number in range(20_000):
        key = f"{number % 997}:{number % 13}"
        table[key] = table.get(key, 0) + len(key.split(":")[0])
    return sum(sorted(table.values())[:100])


def machine_factor() -> float:
    """Return how many times longer the calibration loop takes here and now than on the reference machine."""
    return median_of(lambda: cpu_seconds(calibration_loop), 9) / REFERENCE


class Line(NamedTuple):
    """One measured figure: what, how much, of what unit, and the bound that it should keep (if any).

    A bound on a time or a rate is that of the reference machine; see :func:`scaled`.
    """

    what: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def verdict(self) -> str:
        """``ok``, ``MISSED``, or nothing where no bound is set."""
        if self.at_most is None and self.at_least is None:
            return ""
        low = self.at_least is not None and self.value < self.at_least
        high = self.at_most is not None and self.value > self.at_most
        return "MISSED" if low or high else "ok"

    @property
    def bound(self) -> str:
        """The bound as text."""
        if self.at_most is not None:
            return f"<= {self.at_most:,.5g}"
        return f">= {self.at_least:,.5g}" if self.at_least is not None else ""


def scaled(line: Line, factor: float) -> Line:
    """Return the line with its bound as it holds on a machine that is ``factor`` times slower."""
    if line.unit in _TIMES:
        return line._replace(at_most=None if line.at_most is None else line.at_most * factor)
    if line.unit.endswith(("/s", "/CPU-s")):
        return line._replace(at_least=None if line.at_least is None else line.at_least / factor)
    return line


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep the collector off, as :mod:`timeit` does."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the CPU time that ``work`` takes, with the collector off."""
    with quiet():
        start = time.process_time()
        work()
        return time.process_time() - start


def median_of(work: Callable[[], float], times: int = 3) -> float:
    """Return the median of several measurements."""
    return statistics.median(work() for _ in range(times))


def resident_mib() -> float:
    """Return this process's resident memory in MiB (Linux)."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def child_cpu_seconds(arguments: list[str]) -> float:
    """Return the CPU time (user and system) of a python process run with ``arguments``."""
    before = os.times()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return (after.children_user + after.children_system) - (before.children_user + before.children_system)


def print_lines(title: str, lines: list[Line]) -> None:
    """Print figures with their bounds, scaled to this machine."""
    factor = machine_factor()
    note = Line("calibration loop, time here / on the reference machine", factor, "x")
    table = Table(title=title, title_justify="left")
    for name in ("what", "measured", "unit", "bound", ""):
        table.add_column(name, justify="right" if name in ("measured", "bound") else "left")
    for line in [*(scaled(line, factor) for line in lines), note]:
        table.add_row(line.what, f"{line.value:,.5g}", line.unit, line.bound, line.verdict)
    Console(width=118).print(table)
