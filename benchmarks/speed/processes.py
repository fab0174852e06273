"""What a tree of processes uses: CPU time and memory, from ``/proc``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from agentgym.processes.guard import children_of


def tree_seconds() -> float:
    """Return the CPU seconds of this process and of all below it."""
    ticks = 0.0
    for pid in [os.getpid(), *children_of(os.getpid())]:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # It has ended.
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def shared_out(pids: Sequence[int]) -> float:
    """Return the MiB of processes, what they share counted in parts."""
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return total / 1024
