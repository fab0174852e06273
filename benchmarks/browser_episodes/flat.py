"""What is held after many episodes: memory, tabs, handles, processes."""

from __future__ import annotations

import os
from typing import NamedTuple

from agentgym.benchmarks.browser_episodes.playing import Kind, Player, browser
from agentgym.benchmarks.speed.measure import resident_mib
from agentgym.benchmarks.speed.processes import shared_out

LOOKS = 10
"""How often it is looked."""
GROWTH = 1.3
"""How much larger the memory may be at the end than after a fifth of the episodes."""


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
    """Return what has grown between a fifth of the episodes and the end."""
    early, late = held[max(0, len(held) // 5 - 1)], held[-1]
    more = [
        f"{name}: {getattr(early, name):.0f}, then {getattr(late, name):.0f}"
        for name in ("browser", "python")
        if getattr(late, name) > GROWTH * getattr(early, name)
    ]
    return more + [
        f"{name}: {getattr(early, name)}, then {getattr(late, name)}"
        for name in ("processes", "contexts", "handles")
        if getattr(late, name) > getattr(early, name)
    ]


def _held(kind: Kind, episodes: int) -> Held:
    here = browser(kind)
    return Held(
        episodes, shared_out(here.pids), resident_mib(), len(here.pids), here.contexts,
        len(os.listdir("/proc/self/fd")),
    )  # fmt: skip
