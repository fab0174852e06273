"""``agentgym compare``."""

from __future__ import annotations

from pathlib import Path

import click

from agentgym.benchmarks import shipped
from agentgym.cli.options import PRICES, SCORE
from agentgym.engine import cost
from agentgym.errors import DataError
from agentgym.report import suite as suites
from agentgym.report import tables
from agentgym.report.results import collect

_WRITTEN = {"json": tables.to_json, "csv": tables.to_csv, "md": tables.to_markdown}


@click.command("compare")
@click.argument("first", type=click.Path(exists=True, file_okay=False))
@click.argument("second", type=click.Path(exists=True, file_okay=False))
@click.option("--suite", "suite_name", default=None, help="Metrics; the first run's own suite by default.")
@click.option("--format", "form", default="text", show_default=True, type=click.Choice(["text", *_WRITTEN]))
@SCORE
@PRICES
def command(
    first: str, second: str, suite_name: str | None, form: str, score: str, prices: str | None
) -> None:
    """Compare the runs below FIRST and SECOND on the tasks that both have a score on.

    For each environment and each pair of policies: the difference, its interval and p-value by a paired test (exact
    McNemar for single outcomes of 0 or 1, else a paired bootstrap), the effect, the smallest difference that this many
    tasks can find, and the number of tasks that would be needed to find a difference of the size seen.

    \b
    agentgym compare runs/before runs/after
    agentgym compare runs/a runs/b --score rating
    """
    suite = (
        shipped.suite(suite_name)
        if suite_name
        else suites.recall(Path(first)) or shipped.suite("agenttuning")
    )
    results = collect([first, second], suite, prices=cost.load(prices), score=score)
    table = tables.comparisons(results)
    if table is None:
        raise DataError(
            f"{first} and {second} have no two tasks in common that both have the score {score!r} on."
        )
    if form == "text":
        tables.print_tables([table])
    else:
        click.echo(_WRITTEN[form]([table]), nl=form == "json")
