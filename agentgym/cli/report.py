"""``agentgym report``."""

from __future__ import annotations

from pathlib import Path

import click

from agentgym.benchmarks import shipped
from agentgym.cli.options import PRICES, SCORE
from agentgym.engine import cost
from agentgym.report import ablation, tables
from agentgym.report import suite as suites
from agentgym.report.results import Results, collect
from agentgym.tuning.metrics import is_training


@click.command("report")
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False))
@click.option("--html", default=None, type=click.Path(dir_okay=False), help="Write a self-contained page.")
@click.option(
    "--format", "form", default=None, type=click.Choice(["text", "md", "csv", "json"]),
    help="Print the tables so; text where no page is written.",
)  # fmt: skip
@click.option("--suite", "suite_name", default=None, help="Metrics and weights; the runs' own by default.")
@SCORE
@PRICES
@click.option(
    "--paper/--no-paper", default=True, show_default=True, help="The published numbers beside ours."
)
@click.option("--viewer", default="", help="Address of a running `agentgym view`, for links to episodes.")
@click.option("--episodes", default=60, show_default=True, help="Episodes to put into the page whole.")
def command(
    folders: tuple[str, ...], html: str | None, form: str | None, suite_name: str | None, score: str,
    prices: str | None, paper: bool, viewer: str, episodes: int,
) -> None:  # fmt: skip
    """Show the results of runs: tables, paired tests, error categories, or all as a page; of a training its curves.

    Several FOLDERS are put together; a policy that was played in two of them appears twice, named apart. Trainings
    among them add a table of what their data bring: the overalls of the base model and of each tuned one.

    \b
    agentgym report runs/eval --html report.html
    agentgym report runs/monday runs/tuesday --format md
    agentgym report runs/eval --score helpfulness
    agentgym report runs/tuned --html curves.html    (a folder of `agentgym tune`)
    agentgym report runs/eval runs/hybrid runs/agent runs/general    (an evaluation and the trainings of its models)
    """
    trainings = [Path(folder) for folder in folders if is_training(Path(folder))]
    if len(trainings) == len(folders):
        _training(folders, html, form)
        return
    folders = tuple(folder for folder in folders if Path(folder) not in trainings)
    chosen = shipped.suite(suite_name) if suite_name else None
    for folder in folders:
        chosen = chosen or suites.recall(Path(folder))
    chosen = chosen or shipped.suite("held-in")
    results = collect(
        folders, chosen, prices=cost.load(prices), published=shipped.published(chosen.published), score=score
    )
    shown = tables.all_tables(results, compare=paper)
    if trainings and (brought := _ablation(results, trainings, compare=paper)) is not None:
        shown.insert(1, brought)
    if html is not None:
        from agentgym.report.page import to_html

        page = to_html(results, viewer=viewer.rstrip("/"), embedded=episodes, compare=paper, shown=shown)
        _write(html, page)
        if form is None:
            return
    _print(shown, form)


def _ablation(results: Results, trainings: list[Path], *, compare: bool) -> tables.Table | None:
    from agentgym.tuning.ablation import find

    found = find(results, trainings)
    return ablation.table(results, found.models, missing=found.missing, compare=compare)


def _training(folders: tuple[str, ...], html: str | None, form: str | None) -> None:
    from agentgym.tuning import report

    if len(folders) > 1:
        raise click.UsageError(
            "Trainings are reported one by one: name one folder of `agentgym tune`; or name an evaluation of their "
            "models as well."
        )
    if html is not None:
        _write(html, report.to_html(Path(folders[0])))
        if form is None:
            return
    _print(report.tables(Path(folders[0])), form)


def _write(path: str, page: str) -> None:
    try:
        Path(path).write_text(page, "utf-8")
    except OSError as error:
        raise click.FileError(path, error.strerror) from None
    click.echo(f"Written: {path}", err=True)


def _print(content: list[tables.Table], form: str | None) -> None:
    if form == "json":
        click.echo(tables.to_json(content))
    elif form == "csv":
        click.echo(tables.to_csv(content), nl=False)
    elif form == "md":
        click.echo(tables.to_markdown(content), nl=False)
    else:
        tables.print_tables(content)
