"""Speed of WebArena: ``python -m agentgym.benchmarks.speed.webarena``.

Gold actions of embedded tasks are played through the real browser. CPU time is that of this process and of the
browser, all of its processes, resets and scoring counted in.

With ``--reference PYTHON`` the same actions are played as well by an interpreter that has playwright and the original's
code (``pip install playwright`` and ``pip install --no-deps libwebarena beartype==0.12.0``, numpy, gymnasium, Pillow;
:mod:`.webarena_reference`), on the same sites behind ports of this process, in the same run.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from typing import Any

import click
import gymnasium

import agentgym  # noqa: F401
from agentgym.benchmarks.speed.measure import Line, print_lines
from agentgym.benchmarks.speed.processes import shared_out, tree_seconds
from agentgym.benchmarks.speed.webarena_beside import compare
from agentgym.browser.pool import BROWSERS
from agentgym.environments.webarena import tasks
from agentgym.tasks import Task

ID = "AgentTune/WebArena-v0"


def made(profile: str = "current") -> Any:
    """Return an environment."""
    return gymnasium.make(ID, split="train", profile=profile, action_format="native").unwrapped


def task_of(name: str) -> Task:
    """Return an embedded task of any split."""
    return Task(id=name, data=tasks.embedded()[name], split="train")


def play(env: Any, name: str) -> None:
    """Play a task by its gold actions."""
    env.reset(seed=0, options={"task": task_of(name)})
    ended = False
    while not ended:
        *_, terminated, truncated, _ = env.step(env.suggest("expert"))
        ended = terminated or truncated


def speed(names: Sequence[str]) -> list[Line]:
    """Measure resets, steps and observations over some tasks."""
    env = made()
    play(env, names[0])
    resets, states, steps, views = [], [], [], []
    count, began = 0, tree_seconds()
    for name in names:
        at = time.perf_counter()
        env.world.begin(task_of(name).data, "devtools", env._page)
        env.world.hosting.databases["shop"].execute("select 1")
        states.append(time.perf_counter() - at)
        at = time.perf_counter()
        env.reset(seed=0, options={"task": task_of(name)})
        resets.append(time.perf_counter() - at)
        ended = False
        while not ended:
            action = env.suggest("expert")
            at = time.perf_counter()
            *_, ended, truncated, _ = env.step(action)
            steps.append(time.perf_counter() - at)
            ended, count = ended or truncated, count + 1
    used = tree_seconds() - began
    for _ in range(30):
        at = time.perf_counter()
        env.session.observe()
        views.append(time.perf_counter() - at)
    tabs = [made() for _ in range(15)]
    for other in tabs:
        other.reset(seed=0, options={"task": task_of(names[0])})
    memory = shared_out(BROWSERS.get().get("devtools").pids)
    for other in [*tabs, env]:
        other.close()
    return [
        Line("the sites' state, set back", statistics.median(states) * 1000, "ms", at_most=10),
        Line("reset: state, first page loaded and observed", statistics.median(resets) * 1000, "ms"),
        Line("step: action, page settled and observed", statistics.median(steps) * 1000, "ms"),
        Line("observation", statistics.median(views) * 1000, "ms"),
        Line("a step, resets and scoring counted in", used / count * 1000, "CPU-ms"),
        Line("browser with 16 tabs", memory, "MiB", at_most=700),
    ]


@click.command()
@click.option("--tasks", "count", default=24, show_default=True, help="Tasks that are played; 0 for all.")
@click.option(
    "--reference",
    "python",
    default="",
    help="An interpreter with playwright and libwebarena, to compare with.",
)
def main(count: int, python: str) -> None:
    """Measure WebArena."""
    every = list(tasks.embedded())
    some = every[:: max(1, len(every) // count)][:count] if count else every
    if python:
        env = made("paper")
        print_lines("WebArena beside the original's code", compare(env, [task_of(n) for n in some], python))
        env.close()
    else:
        print_lines("WebArena, embedded tasks by their gold actions", speed(some))


if __name__ == "__main__":
    main()
