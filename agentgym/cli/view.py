"""``agentgym view``."""

from __future__ import annotations

import webbrowser

import click

from agentgym.cli.options import PRICES
from agentgym.engine import cost


@click.command("view")
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False))
@click.option("--port", default=8765, show_default=True, help="Port on 127.0.0.1; 0 takes a free one.")
@click.option("--open/--no-open", "open_page", default=False, help="Open the page in the browser.")
@PRICES
def command(folders: tuple[str, ...], port: int, open_page: bool, prices: str | None) -> None:
    """Read the episodes below FOLDERS in the browser, also while runs still write to them; or the rows of a data set.

    Filter by environment, policy, status, outcome and error category, search all messages, read an episode turn
    by turn, put two episodes of a task side by side. The address of every list, episode and comparison is
    permanent. Of a data set: filter by environment and by what was kept or dropped for which reason, see which turns
    are trained, and what stands in a test set. The page is served on this machine only. Ctrl-C ends it.

    \b
    agentgym view runs/eval
    agentgym view runs/monday runs/tuesday --open
    agentgym view data/agent
    """
    from agentgym.viewer import serve

    def ready(address: str) -> None:
        click.echo(f"Reading {', '.join(folders)} at {address}")
        if open_page:
            webbrowser.open(address)

    serve(folders, port=port, prices=cost.load(prices), ready=ready)
