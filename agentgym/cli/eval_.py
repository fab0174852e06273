"""``agentgym eval``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from agentgym.benchmarks import runner
from agentgym.benchmarks import suite as suites
from agentgym.cli.progress import Board
from agentgym.engine import Budget, Run
from agentgym.engine import cost as price_tables
from agentgym.report import tables
from agentgym.report.results import Results, collect


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
@click.option("--repeats", default=1, show_default=True, help="Episodes per task; gives pass@k and pass^k.")
@click.option("--seed", default=0, show_default=True)
@click.option("--concurrency", default=16, show_default=True, help="Episodes at once.")
@click.option("--profile", default=None, help="Protocol profile for all environments.")
@click.option("--retry-errors", is_flag=True, help="Run again what failed for reasons of the machinery.")
@click.option("--max-cost", default=None, type=float, help="US dollars; then no further episode begins.")
@click.option("--max-tokens", default=None, type=int, help="Tokens; then no further episode begins.")
@click.option("--max-time", default=None, type=float, help="Seconds; then no further episode begins.")
@click.option(
    "--prices", default=None, type=click.Path(exists=True), help="Price table before the shipped one."
)
@click.option(
    "--cache", default="off", show_default=True, type=click.Choice(["off", "read", "write"]),
    help="Answers of earlier calls: use them (read), keep new ones as well (write).",
)  # fmt: skip
@click.option(
    "--max-failures", default=0.0, show_default=True, type=click.FloatRange(0, 1),
    help="Share of failed episodes past which the exit code is 1.",
)  # fmt: skip
@click.option("--available", is_flag=True, help="Leave out what this machine cannot run, without failing.")
@click.option("--paper", is_flag=True, help="Print the published numbers beside ours.")
@click.option("--dry-run", is_flag=True, help="Print what would run, and how many model calls at most.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    suite_name: str, policies: tuple[str, ...], out: str, max_cost: float | None, max_tokens: int | None,
    max_time: float | None, prices: str | None, max_failures: float, available: bool, paper: bool, dry_run: bool,
    as_json: bool,
    **options: Any,
) -> None:  # fmt: skip
    """Play policies over a suite of environments and print the scores.

    Every episode is recorded below OUT; the same command again does only what is left. The overall score is the
    paper's: the mean over the environments of score / weight. Intervals are clustered by task; policies are
    compared by paired tests on the same tasks. Exit code 1: too many failures, or an environment that cannot run
    here (unless --available). 3: a budget was spent first.

    \b
    agentgym eval --suite held-in --policy expert --policy random --limit 20
    agentgym eval --policy openai:gpt-4 --limit 50 --max-cost 20 --out runs/gpt-4
    agentgym eval --suite my.toml --policy openai:gpt-4 --repeats 4 --dry-run
    """
    chosen = suites.load(suite_name)
    settings = runner.Options(**options)
    folder = Path(out)
    if dry_run:
        _forecast(runner.forecast(chosen, policies, folder, settings), as_json)
        return
    costs = price_tables.load(prices)
    budget = Budget(max_cost=max_cost, max_tokens=max_tokens, max_seconds=max_time, prices=costs)
    with Board(prices=costs) as board:
        missing = [t.env for t in chosen.tasks if t not in runner.installed(chosen)]
        if missing:
            board.say(f"Not installed here, passed over: {', '.join(missing)}.")
        lacking = runner.unavailable(chosen, settings)
        for env, reason in lacking.items():
            board.say(f"{env} cannot run here, passed over: {reason}")
        runs = runner.evaluate(
            chosen, policies, folder, settings, budget=budget,
            watch=lambda env, policy: board.row(f"{tables.short(env)} {policy}"),
        )  # fmt: skip
    keys = {key for run in runs.values() for key in run.keys}
    results = collect([folder], chosen, prices=costs, keys=keys, order=policies)
    left = _left(runs, len(policies) * len(runner.runnable(chosen, settings)))
    if as_json:
        click.echo(_json(chosen, results, out, left))
    else:
        shown = [
            tables.scores(results, compare=paper), tables.spending(results), tables.repeated(results),
            tables.comparisons(results),
        ]  # fmt: skip
        tables.print_tables([t for t in shown if t is not None])
        click.echo(f"Trajectories: {out}. Read them: agentgym view {out}. All tables: agentgym report {out}")
    if left:
        click.echo(f"Not finished: {left} The same command with a larger budget goes on.", err=True)
        sys.exit(3)
    broken = results.failed > max_failures * results.episodes
    sys.exit(1 if broken or (lacking and not available) else 0)


def _left(runs: dict[tuple[str, str], Run], planned: int) -> str:
    """Return in words what a spent budget left undone of ``planned`` runs; empty if nothing."""
    stopped = next((r.stopped for r in runs.values() if r.stopped), "")
    begun = sum(r.planned - r.scored - r.failed for r in runs.values() if r.stopped)
    if not stopped and len(runs) == planned:
        return ""
    never = planned - len(runs)
    rest = f" and {never} of {planned} runs that never began" if never else ""
    return f"{stopped or 'the budget is spent'}; {begun} episodes of the runs that began{rest} are left."


def _json(suite: suites.Suite, results: Results, out: str, left: str) -> bytes:
    rows = []
    for label in results.labels:
        overall = results.overall(label)
        cells = [
            {
                "env": env,
                "score": None if cell.score is None else 100 * cell.score,
                "stderr": None if cell.stderr is None else 100 * cell.stderr,
                "interval": None if cell.interval is None else [100 * x for x in cell.interval],
                "metric": cell.task.metric,
                "episodes": len(cell.scored),
                "failed": cell.failed,
                "statuses": dict(cell.statuses),
                "tokens": cell.tokens,
                "cost": cell.cost,
            }
            for env in results.envs
            if (cell := results.cell(env, label)) is not None
        ]
        rows.append({"policy": label, "cells": cells, "overall": None if overall is None else overall.value})
    return msgspec.json.encode({"suite": suite.name, "rows": rows, "out": out, "left": left})


def _forecast(found: list[runner.Forecast], as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.encode(found))
        return
    columns = [tables.Column("environment"), tables.Column("policy")]
    columns += [tables.Column(n, ",d") for n in ("episodes", "done", "failed", "left", "model calls at most")]
    rows: list[list[tables.Value]] = [
        [tables.short(f.env), f.policy, f.episodes, f.done, f.failed, f.left, f.calls] for f in found
    ]
    calls = sum(f.calls for f in found)
    note = f"{sum(f.left for f in found):,} episodes would run, with {calls:,} model calls at most."
    tables.print_tables([tables.Table("plan", "What would run", columns, rows, [note])])
