"""Speed of WebArena: ``python -m agentgym.benchmarks.speed.webarena``.

Gold actions of embedded tasks are played through the real browser. CPU time is that of this process and of the
browser, all of its processes, resets and scoring counted in. ``--sweep`` plays every task in three orders and eight
side by side, does nothing in each, and says whether verdicts and observations were the same each time; ``--endless N``
plays N episodes and watches memory, tabs, processes and open files.

With ``--reference PYTHON`` the pages are observed as well by an interpreter that has playwright
(:mod:`.webarena_reference`), with a call of the browser for each node, as the original's code makes them.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import statistics
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import click
import gymnasium

import agentgym  # noqa: F401
from agentgym.benchmarks.speed.measure import Line, print_lines
from agentgym.browser.pool import BROWSERS
from agentgym.environments.webarena import tasks
from agentgym.tasks import Task

ID = "AgentTune/WebArena-v0"
_TICKS = os.sysconf("SC_CLK_TCK")


def cpu() -> float:
    """Return the seconds of CPU time that this process and all below it have used."""
    total = sum(os.times()[:2])
    for pid in BROWSERS.get().get("devtools").pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # It has ended.
        total += (int(fields[11]) + int(fields[12])) / _TICKS
    return total


def resident() -> float:
    """Return the memory of the browser's processes in MiB, what they share counted once."""
    total = 0
    for pid in BROWSERS.get().get("devtools").pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return total / 1024


def made(profile: str = "current") -> Any:
    """Return an environment."""
    return gymnasium.make(ID, split="train", profile=profile, action_format="native").unwrapped


def task_of(name: str) -> Task:
    """Return an embedded task of any split."""
    return Task(id=name, data=tasks.embedded()[name], split="train")


def play(env: Any, name: str, *, idle: bool = False) -> tuple[float, str, int]:
    """Play a task by its gold actions, or stop at once; return reward, a hash of what was seen, and steps."""
    seen, _ = env.reset(seed=0, options={"task": task_of(name)})
    digest = hashlib.sha256(seen.encode())
    for step in range(1, 60):
        action = "stop []" if idle else env.suggest("expert")
        seen, reward, ended, truncated, _ = env.step(action)
        digest.update(seen.encode())
        if ended or truncated:
            return reward, digest.hexdigest(), step
    raise AssertionError(f"{name} does not end")


def speed(names: Sequence[str]) -> list[Line]:
    """Measure resets, steps and observations over some tasks."""
    env = made()
    play(env, names[0])
    resets, states, steps, views = [], [], [], []
    count, began = 0, cpu()
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
    used = cpu() - began
    for _ in range(30):
        at = time.perf_counter()
        env.session.observe()
        views.append(time.perf_counter() - at)
    tabs = [made() for _ in range(15)]
    for other in tabs:
        other.reset(seed=0, options={"task": task_of(names[0])})
    memory = resident()
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


def sweep(names: Sequence[str]) -> list[Line]:
    """Play every task in three orders and eight side by side; count what is not the same, and what idling earns."""
    first: dict[str, tuple[float, str, int]] = {}
    unlike: set[str] = set()
    for order in range(3):
        env, mixed = made(), list(names)
        random.Random(order).shuffle(mixed)
        for name in mixed:
            found = play(env, name)
            if first.setdefault(name, found) != found:
                unlike.add(name)
        env.close()
        click.echo(f"order {order}: {len(unlike)} differ: {sorted(unlike)[:5]}")
    with ThreadPoolExecutor(8) as threads:
        parts = list(threads.map(_part, [names[n::8] for n in range(8)]))
    beside = {name: found for part in parts for name, found in part.items()}
    unlike |= {name for name in names if beside[name] != first[name]}
    env = made()
    idle = [name for name in names if play(env, name, idle=True)[0]]
    env.close()
    return [
        Line("tasks", len(names), ""),
        Line(
            "solved by their gold actions", sum(f[0] == 1.0 for f in first.values()), "", at_least=len(names)
        ),
        Line("not the same in another order or side by side", len(unlike), "", at_most=0),
        Line("solved by doing nothing", len(idle), "", at_most=0),
    ]


def _part(names: Sequence[str]) -> dict[str, tuple[float, str, int]]:
    env = made()
    try:
        return {name: play(env, name) for name in names}
    finally:
        env.close()


def endless(names: Sequence[str], episodes: int) -> list[Line]:
    """Play many episodes; compare what is held after a tenth of them and at the end."""
    env = made()
    held: list[tuple[float, int, int, int]] = []
    for number in range(episodes):
        play(env, names[number % len(names)])
        if number + 1 in (episodes // 10, episodes):
            pids = BROWSERS.get().get("devtools").pids
            held.append(
                (resident(), len(pids), len(os.listdir("/proc/self/fd")), len(env.session.page.tabs()))
            )
    env.close()
    early, late = held[0], held[-1]
    return [
        Line("episodes", episodes, ""),
        Line("memory grown to", late[0] / early[0], "times", at_most=1.3),
        Line("processes more", late[1] - early[1], "", at_most=0),
        Line("open files more", late[2] - early[2], "", at_most=0),
        Line("tabs", late[3], "", at_most=1),
    ]


def reference(python: str, names: Sequence[str]) -> list[Line]:
    """Compare observations of the same pages with those by playwright and a call for each node."""
    env = made()
    pages, ours = [], []
    for name in names:
        env.reset(seed=0, options={"task": task_of(name)})
        pages.append(
            {
                "url": env.session.url,
                "html": env.session.page.evaluate("() => document.documentElement.outerHTML"),
            }
        )
        env.session.observe()
        at = time.perf_counter()
        env.session.observe()
        ours.append(time.perf_counter() - at)
    env.close()
    script = Path(__file__).with_name("webarena_reference.py")
    done = subprocess.run(
        [python, str(script)], input=json.dumps(pages), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise click.ClickException(f"{python} cannot run the reference:\n{done.stderr[-800:]}")
    theirs = json.loads(done.stdout)
    return [
        Line("observation, ours", statistics.median(ours) * 1000, "ms"),
        Line("observation, playwright and a call a node", statistics.median(theirs) * 1000, "ms"),
        Line("times faster", statistics.median(theirs) / statistics.median(ours), "times", at_least=15),
    ]


@click.command()
@click.option("--tasks", "count", default=24, show_default=True, help="Tasks that are played; 0 for all.")
@click.option("--sweep", "sweeps", is_flag=True, help="Three orders, eight side by side, and doing nothing.")
@click.option("--endless", "episodes", default=0, help="Play so many episodes and watch what is held.")
@click.option(
    "--reference", "python", default="", help="An interpreter with playwright, to compare observations with."
)
def main(count: int, sweeps: bool, episodes: int, python: str) -> None:
    """Measure WebArena."""
    every = list(tasks.embedded())
    some = every[:: max(1, len(every) // count)][:count] if count else every
    if sweeps:
        print_lines("WebArena, the same in every order", sweep(some))
    elif episodes:
        print_lines("WebArena, many episodes", endless(some, episodes))
    elif python:
        print_lines("WebArena, observations", reference(python, some))
    else:
        print_lines("WebArena, embedded tasks by their gold actions", speed(some))


if __name__ == "__main__":
    main()
