"""``agentgym data webshop``: our catalogue as files, and official files prepared for use."""

from __future__ import annotations

from pathlib import Path

import click

from agentgym.environments.webshop import tasks
from agentgym.environments.webshop.authoring import store


@click.group("webshop")
def commands() -> None:
    """Catalogues of WebShop: generate one, prepare the official files."""


@commands.command()
@click.option(
    "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder to write to."
)
@click.option("--seed", default=0, show_default=True, help="0 gives the catalogue that ships.")
def generate(out: Path, seed: int) -> None:
    """Make a catalogue with goals and write it in the official layout."""
    content = store.generate(seed)
    store.write_official(out, content)
    click.echo(f"{len(content.items)} products in {out}: agentgym rollout webshop --data {out} …")


@commands.command()
@click.argument("data", type=click.Path(exists=True, path_type=Path))
def prepare(data: Path) -> None:
    """Index the official files at DATA now, so that the first episode does not wait for it."""
    click.echo(f"{len(tasks.shop(data))} products of {data} are ready.")
