"""Speed of the operating system: ``python -m agentgym.benchmarks.speed.operating_system``.

Whole gold episodes on a real sandbox: reset of the machine, set-up of the task, the expert's turns, judging. Wall time,
as most of it passes inside the machine. Docker's own way, a container for each episode, runs in the same run.
"""

from __future__ import annotations

import statistics
import time
from typing import Any

import click
import gymnasium

import agentgym  # noqa: F401
from agentgym import sandbox
from agentgym.benchmarks.speed.measure import Line, cpu_seconds, print_lines
from agentgym.environments.operating_system import tasks

ID = "AgentTune/OS-v0"


def episodes(env: Any, ids: list[str]) -> tuple[list[float], list[float], int]:
    """Play the expert; return milliseconds of the resets, of the whole episodes, and how many were won."""
    resets, wholes, won = [], [], 0
    for task in ids:
        began = time.perf_counter()
        env.reset(seed=0, options={"task": task})
        resets.append(1e3 * (time.perf_counter() - began))
        done, reward = False, 0.0
        while not done:
            _, reward, terminated, truncated, _ = env.step(env.suggest("expert"))
            done = terminated or truncated
        wholes.append(1e3 * (time.perf_counter() - began))
        won += reward == 1.0
    return resets, wholes, won


def recreated(env: Any, ids: list[str]) -> float:
    """Return the median milliseconds of a reset with a new machine for each episode."""
    taken = []
    for task in ids:
        if env.machine is not None:
            env.machine.close()
            env.machine = None
        began = time.perf_counter()
        env.machine = sandbox.start(sandbox.Spec(), env.backend)
        env.reset(seed=0, options={"task": task})
        taken.append(1e3 * (time.perf_counter() - began))
    return statistics.median(taken)


@click.command()
@click.option("--split", default="test", show_default=True)
@click.option("--backend", default="auto", show_default=True)
@click.option("--limit", default=None, type=int, help="Episodes; all of the split by default.")
def main(split: str, backend: str, limit: int | None) -> None:
    """Measure whole gold episodes."""
    env: Any = gymnasium.make(ID, split=split, backend=backend).unwrapped
    ids = list(env.tasks.ids)[:limit]
    episodes(env, ids[:8])  # warm
    resets, wholes, won = episodes(env, ids)
    read = cpu_seconds(lambda: tasks.load(None, split))
    slow = recreated(env, ids[:12])
    used = env.machine.backend
    env.close()
    wholes.sort()
    print_lines(
        f"Operating system, {used}, {len(ids)} gold episodes, {won} won",
        [
            Line("whole gold episode, median", statistics.median(wholes), "ms", 100),
            Line("  95 of 100 are below", wholes[int(0.95 * len(wholes))], "ms"),
            Line("env.reset, set-up of the task included, median", statistics.median(resets), "ms"),
            Line("  with a new machine each time (12)", slow, "ms"),
            Line("reading the embedded tasks of a split", 1e3 * read, "CPU-ms"),
        ],
    )
    sandbox.drain()


if __name__ == "__main__":
    main()
