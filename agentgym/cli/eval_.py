"""``agentgym eval``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from agentgym.benchmarks import runner, shipped
from agentgym.cli.options import SCORE, OutPath, given, run_options
from agentgym.cli.progress import Board
from agentgym.registry import short_name
from agentgym.report import tables
from agentgym.report.results import Results, collect

if TYPE_CHECKING:
    from agentgym.engine import Run


@click.command("eval")
@click.option(
    "--suite", "suite_name", default="held-in", show_default=True, help="Suite, or the path of one."
)
@click.option(
    "--policy", "policies", multiple=True, required=True, help="Policy spec; give several to compare."
)
@click.option("--out", default="runs/eval", show_default=True, type=OutPath(file_okay=False))
@click.option(
    "--max-failures", default=0.0, show_default=True, type=click.FloatRange(0, 1),
    help="Share of failed episodes past which the exit code is 1.",
)  # fmt: skip
@click.option("--available", is_flag=True, help="Leave out what this machine cannot run, without failing.")
@SCORE
@click.option("--paper", is_flag=True, help="Print the published numbers beside ours.")
@click.option("--dry-run", is_flag=True, help="Print what would run, and how many model calls at most.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@run_options
def command(
    suite_name: str, policies: tuple[str, ...], out: str, max_failures: float, available: bool, score: str, paper: bool,
    dry_run: bool, as_json: bool,
    **options: Any,
) -> None:  # fmt: skip
    """Play policies over a suite of environments and print the scores.

    Every episode is recorded below OUT; the same command again does only what is left. Arguments and tasks that are
    named here go to the environments that have them, before the suite's own. The overall score is the paper's: the
    mean over the environments of score / weight. Intervals are clustered by task; policies are compared by paired
    tests on the same tasks. Exit code 1: too many failures, or an environment that cannot run here (unless
    --available). 3: a budget was spent first.

    \b
    agentgym eval --suite held-in --policy expert --policy random --tasks 20
    agentgym eval --policy openai:gpt-4 --tasks 50 --max-cost 20 --out runs/gpt-4
    agentgym eval --suite my.toml --policy openai:gpt-4 --repeats 4 --dry-run
    """
    suite = shipped.suite(suite_name)
    published = shipped.published(suite.published)
    template, budget, prices = given("", "", None, options)
    made = runner.make_policies(policies)
    if dry_run:
        _forecast(runner.forecast(suite, made, Path(out), template), as_json)
        return
    with Board(prices=prices) as board:
        missing = [e.env for e in suite.environments if e not in runner.installed(suite)]
        if missing:
            board.say(f"Not installed here, passed over: {', '.join(missing)}.")
        lacking = runner.unavailable(suite, template)
        for env, reason in lacking.items():
            board.say(f"{env} cannot run here, passed over: {reason}")
        runs = runner.evaluate(
            suite, made, Path(out), template, budget=budget,
            watch=lambda env, policy: board.row(f"{short_name(env)} {policy}"),
        )  # fmt: skip
    results = collect(
        [out], suite, prices=prices, published=published, score=score,
        keys={key for run in runs.values() for key in run.keys}, order=[runner.name_of(p) for p in made],
    )  # fmt: skip
    left = _left(runs, len(made) * len(runner.runs(suite, template)))
    if as_json:
        click.echo(_json(results, out, left))
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
    begun = sum(r.planned - r.ended - r.failed for r in runs.values() if r.stopped)
    if not stopped and len(runs) == planned:
        return ""
    never = planned - len(runs)
    rest = f" and {never} of {planned} runs that never began" if never else ""
    return f"{stopped or 'the budget is spent'}; {begun} episodes of the runs that began{rest} are left."


def _json(results: Results, out: str, left: str) -> bytes:
    """Return the results as JSON; a primary score in percent, another one as it was given."""
    factor = 100.0 if results.primary else 1.0
    rows = []
    for label in results.labels:
        overall = results.overall(label)
        cells = [
            {
                "env": env,
                "score": None if cell.score is None else factor * cell.score,
                "stderr": None if cell.stderr is None else factor * cell.stderr,
                "interval": None if cell.interval is None else [factor * x for x in cell.interval],
                "metric": cell.metric,
                "episodes": len(cell.scored),
                "unscored": cell.unscored,
                "failed": cell.failed,
                "statuses": dict(cell.statuses),
                "tokens": cell.tokens,
                "cost": cell.cost,
            }
            for env in results.envs
            if (cell := results.cell(env, label)) is not None
        ]
        rows.append({"policy": label, "cells": cells, "overall": None if overall is None else overall.value})
    return msgspec.json.encode({"suite": results.suite.name, "rows": rows, "out": out, "left": left})


def _forecast(found: list[runner.Forecast], as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.encode(found))
        return
    columns = [tables.Column("environment"), tables.Column("policy")]
    columns += [tables.Column(n, ",d") for n in ("episodes", "done", "failed", "left", "model calls at most")]
    rows: list[list[tables.Value]] = [
        [short_name(f.env), f.policy, f.episodes, f.done, f.failed, f.left, f.calls] for f in found
    ]
    calls = sum(f.calls for f in found)
    note = f"{sum(f.left for f in found):,} episodes would run, with {calls:,} model calls at most."
    tables.print_tables([tables.Table("plan", "What would run", columns, rows, [note])])
