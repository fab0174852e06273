"""``python -m agentgym.benchmarks.browser_episodes order|flat|openings``: see the commands' own help."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from agentgym.benchmarks.browser_episodes import flat, openings, order
from agentgym.benchmarks.browser_episodes.kept import Kept
from agentgym.benchmarks.browser_episodes.playing import KINDS

_ENV = click.option("--env", "name", required=True, type=click.Choice(sorted(KINDS)), help="Environment.")


@click.group()
def main() -> None:
    """Whether episodes in the browser depend on others, and whether anything piles up."""


@main.command("order")
@_ENV
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder.")
@click.option("--tasks", "count", default=0, help="Tasks, spread over all; all by default.")
@click.option("--seeds", default=10, show_default=True, help="Seeds of each page (MiniWoB++).")
@click.option("--selenium", "reference", default=0, help="Tasks that are played on the reference driver too.")
def compare_orders(name: str, out: Path, count: int, seeds: int, reference: int) -> None:
    """Play the expert in three orders and eight side by side, compare each step; do nothing once.

    What is in the folder already is not played again. Exit code 1 where something differs or nothing earns something.
    """
    kind = KINDS[name]
    tasks = kind.tasks(seeds)
    comparison = order.Comparison(kind, order.spread(tasks, count or len(tasks)), out)
    comparison.run(reference)
    unlike = list(comparison.differences())
    for line in unlike:
        click.echo(line)
    solved, idle = comparison.count(order.FIRST, 1.0), comparison.count(order.IDLE, 1.0)
    click.echo(
        f"{name}: {len(comparison.tasks)} tasks, {solved} solved, {idle} solved by doing nothing; of "
        f"{len(comparison.kept.found)} episodes {len(unlike)} differ from the first order"
    )
    raise SystemExit(bool(unlike or idle))


@main.command("flat")
@_ENV
@click.option("--episodes", default=1000, show_default=True, help="Episodes.")
def stay_flat(name: str, episodes: int) -> None:
    """Play episodes one after another and print what is held after each tenth; exit code 1 where it grows."""
    held = flat.watch(KINDS[name], episodes)
    table = Table(title=f"{name}: what is held after so many episodes", title_justify="left")
    for column in ("episodes", "browser, MiB", "this process, MiB", "processes", "contexts", "handles"):
        table.add_column(column, justify="right")
    for row in held:
        table.add_row(*(f"{value:,.0f}" for value in row))
    Console(width=118).print(table)
    more = flat.grown(held)
    click.echo("; ".join(more) if more else "nothing has grown")
    raise SystemExit(bool(more))


@main.command("openings")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder.")
def compare_openings(out: Path) -> None:
    """Compare what seeds of MiniWoB++'s pages begin with, on a fresh tab and on one that has played others."""
    out.mkdir(parents=True, exist_ok=True)
    kept = Kept(out / "openings.jsonl", str)
    names = openings.names()
    left = {name: found for name in names if (found := kept.get(name, lambda n=name: openings.kept_of(n)))}  # type: ignore[misc]
    for name, found in left.items():
        click.echo(f"{name} keeps something of an episode: {found[:200]}")
    click.echo(f"openings: {len(names)} pages, {len(left)} keep something")
    raise SystemExit(bool(left))


if __name__ == "__main__":
    main()
