"""``agentgym eval``."""

from __future__ import annotations

import math
import re
import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from agentgym import registry
from agentgym.benchmarks import suite as suites
from agentgym.cli.progress import Progress
from agentgym.rollout import Run


@click.command("eval")
@click.option(
    "--suite", "suite_name", default="held-in", show_default=True, help="Suite, or the path of one."
)
@click.option(
    "--policy", "policies", multiple=True, required=True, help="Policy spec; give several to compare."
)
@click.option("--out", default="runs/eval", show_default=True, type=click.Path(file_okay=False))
@click.option("--split", default=None, help="Another split than the suite's.")
@click.option("--limit", default=None, type=click.IntRange(1), help="Tasks per environment at most.")
@click.option("--repeats", default=1, show_default=True)
@click.option("--seed", default=0, show_default=True)
@click.option("--concurrency", default=16, show_default=True)
@click.option("--profile", default=None, help="Protocol profile for all environments.")
@click.option("--retry-errors", is_flag=True, help="Run again what failed for reasons of the machinery.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(suite_name: str, policies: tuple[str, ...], out: str, as_json: bool, **options: Any) -> None:
    """Play policies over a suite of environments and print the scores.

    Every episode is recorded below OUT; the same command again does only what is left. The overall score is the
    paper's: the mean over the tasks of score / weight, with the mean scores of the reference models as weights.

    \b
    agentgym eval --suite held-in --policy expert --policy random --limit 20
    """
    chosen = suites.load(suite_name)
    installed = [t for t in chosen.tasks if t.env in registry.environment_ids()]
    for task in chosen.tasks:
        if task not in installed:
            click.echo(
                f"{task.env} of suite {chosen.name} is not installed here; it is passed over.", err=True
            )
    runs: dict[tuple[str, str], Run] = {}
    for policy in policies:
        for task in installed:
            runs[policy, task.env] = _run(task, policy, Path(out), **options)
    rows = _rows(installed, policies, runs)
    if as_json:
        click.echo(msgspec.json.encode({"suite": chosen.name, "rows": rows, "out": out}))
    else:
        _print(chosen.name, installed, len(chosen.tasks), rows, out)
    sys.exit(1 if any(r.failed for r in runs.values()) else 0)


def _run(
    task: suites.SuiteTask, policy: str, out: Path, *, split: str | None, limit: int | None, repeats: int,
    seed: int, concurrency: int, profile: str | None, retry_errors: bool,
) -> Run:  # fmt: skip
    from agentgym.rollout import rollout

    limits = [n for n in (limit, task.limit) if n is not None]
    arguments: dict[str, Any] = {"split": split or task.split} | ({"profile": profile} if profile else {})
    name = re.sub(r"[^\w.=-]+", "_", policy)
    folder = out / name / task.env.split("/")[-1]
    with Progress(f"{task.env} {policy}") as progress:
        return rollout(
            task.env,
            policy,
            tasks=min(limits) if limits else None,
            repeats=repeats,
            seed=seed,
            concurrency=concurrency,
            out=folder,
            retry_errors=retry_errors,
            observer=progress,
            **arguments,
        )


def _rows(
    tasks: list[suites.SuiteTask], policies: tuple[str, ...], runs: dict[tuple[str, str], Run]
) -> list[dict[str, Any]]:
    rows = []
    for policy in policies:
        scores = {t.env: s for t in tasks if (s := _score(runs[policy, t.env], t.metric)) is not None}
        cells = [
            {
                "env": t.env,
                "score": scores.get(t.env),
                "stderr": _stderr(runs[policy, t.env]),
                "metric": t.metric,
                "episodes": runs[policy, t.env].scored,
                "failed": runs[policy, t.env].failed,
                "statuses": dict(runs[policy, t.env].statuses),
            }
            for t in tasks
        ]
        complete = len(scores) == len(tasks)
        overall = suites.overall(scores, {t.env: t.weight for t in tasks}) if complete else None
        rows.append({"policy": policy, "cells": cells, "overall": overall})
    return rows


def _score(run: Run, metric: str) -> float | None:
    """Return the score in percent, ``None`` where no episode is scored."""
    if not run.scored:
        return None
    return 100.0 * (run.successes if metric == "success" else run.reward_sum) / run.scored


def _stderr(run: Run) -> float | None:
    rewards = [e.reward for e in run.episodes() if e.reward is not None] if run.scored else []
    if len(rewards) < 2:
        return None
    mean = sum(rewards) / len(rewards)
    variance = sum((r - mean) ** 2 for r in rewards) / (len(rewards) - 1)
    return 100.0 * math.sqrt(variance / len(rewards))


def _print(name: str, tasks: list[suites.SuiteTask], size: int, rows: list[dict[str, Any]], out: str) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"Suite {name}: score in percent ± standard error (episodes)")
    table.add_column("policy")
    for task in tasks:
        table.add_column(f"{task.env.split('/')[-1].rsplit('-v', 1)[0]}\n{task.metric}", justify="right")
    title = "overall" if len(tasks) == size else f"overall of\n{len(tasks)}/{size} tasks"
    table.add_column(title, justify="right")
    for row in rows:
        overall = "–" if row["overall"] is None else f"{row['overall']:.2f}"
        table.add_row(row["policy"], *(_cell(c) for c in row["cells"]), overall)
    console = Console()
    console.print(table)
    console.print(f"Trajectories: {out}. Look at one with: agentgym show {out}")


def _cell(cell: dict[str, Any]) -> str:
    if cell["score"] is None:
        return f"– ({cell['failed']} failed)"
    error = "" if cell["stderr"] is None else f" ± {cell['stderr']:.1f}"
    failed = f", {cell['failed']} failed" if cell["failed"] else ""
    return f"{cell['score']:.1f}{error} ({cell['episodes']}{failed})"
