"""What is held after many episodes: memory, tabs, handles, processes."""

from __future__ import annotations

import os
from statistics import fmean
from typing import NamedTuple

from agentgym.benchmarks.browser_episodes.playing import Kind, Player, browser
from agentgym.benchmarks.speed.measure import resident_mib
from agentgym.benchmarks.speed.processes import shared_out

LOOKS = 10
"""How often it is looked."""
GROWTH = 1.3
"""How much larger the memory may be in the second half of the episodes than in the first."""


class Held(NamedTuple):
    """What is held after some episodes; memory in MiB (of the browser with what its processes share counted once)."""

    episodes: int
    browser: float
    python: float
    processes: int
    contexts: int
    handles: int


def watch(kind: Kind, episodes: int) -> list[Held]:
    """Play the tasks again and again; return what is held after each tenth."""
    player, found = Player(kind), list[Held]()
    tasks = kind.tasks(10)
    try:
        for number in range(episodes):
            player.play(tasks[number % len(tasks)])
            if (number + 1) % max(1, episodes // LOOKS) == 0:
                found.append(_held(kind, number + 1))
    finally:
        player.close()
    return found


def grown(held: list[Held]) -> list[str]:
    """Return what has grown: memory in the mean of the second half, counts beyond the most of the first.

    Chromium gives memory back when it likes, and holds a process in reserve now and then.
    """
    half = max(1, len(held) // 2)
    early, late = held[:half], held[half:] or held
    more = []
    for name in ("browser", "python"):
        first, second = (fmean(getattr(one, name) for one in part) for part in (early, late))
        if second > GROWTH * first:
            more.append(f"{name}: {first:.0f}, then {second:.0f}")
    for name in ("processes", "contexts", "handles"):
        most, last = max(getattr(one, name) for one in early), getattr(late[-1], name)
        if last > most:
            more.append(f"{name}: {most}, then {last}")
    return more


def _held(kind: Kind, episodes: int) -> Held:
    here = browser(kind)
    return Held(
        episodes, shared_out(here.pids), resident_mib(), len(here.pids), here.contexts,
        len(os.listdir("/proc/self/fd")),
    )  # fmt: skip
