"""The same actions on the same sites: ours, and the original's code on playwright (:mod:`.webarena_reference`)."""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple

import click

from agentgym.benchmarks.speed.measure import Line
from agentgym.benchmarks.speed.processes import tree_seconds
from agentgym.browser import headless_path
from agentgym.browser.site import SiteServer
from agentgym.environments.webarena.site.hosting import SITES, address
from agentgym.environments.webarena.site.people import Served
from agentgym.tasks import Task

_ELEMENT = re.compile(r"(?:click|type|hover) \[(\d+)\]")


class Cost(NamedTuple):
    """What tasks have cost: CPU seconds in all, seconds of each reset and of each observation, steps."""

    cpu: float
    resets: list[float]
    observations: list[float]
    steps: int


def compare(env: Any, tasks: Sequence[Task], python: str) -> list[Line]:
    """Play tasks by both; return what they cost. Tasks in which the reference loses its way are left out of both.

    Args:
        env: an environment with the original's actions, its browser started.
        tasks: embedded tasks.
        python: an interpreter with playwright and libwebarena.

    Raises:
        ClickException: it cannot run the reference, or plays no task to its end.
    """
    done, theirs = _theirs([recorded(env, task) for task in tasks], python)
    if not done:
        raise click.ClickException("The reference has played no task to its end.")
    ours = _ours(env, [task for task in tasks if task.id in done])
    if ours.steps != theirs.steps:
        raise click.ClickException(f"We took {ours.steps} steps, the reference {theirs.steps}.")
    middle, lines = statistics.median, list[Line]()
    for whose, cost in (("ours", ours), ("the original's", theirs)):
        lines += [
            Line(f"reset, first page observed: {whose}", 1000 * middle(cost.resets), "wall ms"),
            Line(f"observation: {whose}", 1000 * middle(cost.observations), "wall ms"),
            Line(f"a step, resets counted in: {whose}", 1000 * cost.cpu / cost.steps, "ms of CPU"),
        ]
    times = middle(theirs.observations) / middle(ours.observations)
    return [
        Line(f"steps of {len(done)} tasks (the reference loses its way in {len(tasks) - len(done)})", ours.steps, ""),
        *lines,
        Line("observation", times, "times faster", at_least=15),
        Line("a step", theirs.cpu / ours.cpu, "times less CPU", at_least=8),
    ]  # fmt: skip


def recorded(env: Any, task: Task) -> dict[str, Any]:
    """Play a task and return what was done, in the form that the reference reads."""
    env.reset(seed=0, options={"task": task})
    steps, ended, url = [], False, env.session.url
    while not ended:
        action, elements = env.suggest("expert"), env.session.seen.elements
        line, nth, written = "", 0, action
        if found := _ELEMENT.match(action):
            wanted = elements[int(found[1])]
            equal = [n for n, e in elements.items() if (e.role, e.name) == (wanted.role, wanted.name)]
            line, nth = f"{wanted.role} {wanted.name!r}", equal.index(int(found[1]))
            written = action.replace(f"[{found[1]}]", "[{}]", 1)
        if not action.startswith("stop"):
            steps.append({"action": written, "line": line, "nth": nth})
        *_, terminated, truncated, _ = env.step(action)
        ended = terminated or truncated
    return {"name": task.id, "url": url, "steps": steps}


def _ours(env: Any, tasks: Sequence[Task]) -> Cost:
    resets, views, steps = list[float](), list[float](), 0
    began = tree_seconds()
    for task in tasks:
        at = time.perf_counter()
        env.reset(seed=0, options={"task": task})
        resets.append(time.perf_counter() - at)
        while not (action := env.suggest("expert")).startswith("stop"):
            *_, terminated, truncated, _ = env.step(action)
            steps += 1
            if terminated or truncated:
                raise click.ClickException(f"{task.id} ends before its answer.")
    used = tree_seconds() - began
    for task in tasks[:8]:
        env.reset(seed=0, options={"task": task})
        for _ in range(3):
            at = time.perf_counter()
            env.session.observe()
            views.append(time.perf_counter() - at)
    return Cost(used, resets, views, steps)


def _theirs(work: Sequence[Mapping[str, Any]], python: str) -> tuple[set[str], Cost]:
    """Return which tasks the reference has played to their end, and what those have cost."""
    served = Served()
    servers = {name: SiteServer(served.application(name)) for name in SITES}
    served.addresses = {name: f"{server.url}{SITES[name].path}" for name, server in servers.items()}
    text = json.dumps({"browser": headless_path(), "tasks": work})
    for name, url in served.addresses.items():
        text = text.replace(address(name), url)
    done, cpu, resets, views = set[str](), 0.0, list[float](), list[float]()
    script = str(Path(__file__).with_name("webarena_reference.py"))
    try:
        with subprocess.Popen(
            [python, "-P", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as child:
            assert child.stdin is not None and child.stdout is not None
            child.stdin.write(text + "\n")
            child.stdin.flush()
            at = _told(child.stdout, python)[1]
            for task in work:
                served.databases.close()
                child.stdin.write("\n")
                child.stdin.flush()
                told, now = _told(child.stdout, python)
                if told["lost"]:
                    click.echo(f"{task['name']}: {told['lost']}", err=True)
                else:
                    done.add(task["name"])
                    cpu += now - at
                    resets.append(told["reset"])
                    views += told["observations"]
                at = now
            child.stdin.write("\n")
            child.stdin.flush()
    finally:
        for server in servers.values():
            server.close()
        served.databases.close()
    return done, Cost(cpu, resets, views, len(views))


def _told(lines: IO[str], python: str) -> tuple[dict[str, Any], float]:
    """Return what the reference says, and the CPU seconds until then."""
    line = lines.readline()
    if not line:
        raise click.ClickException(f"{python} cannot run the reference: it ended without a result.")
    return json.loads(line), tree_seconds()
