"""``agentgym data webshop``: our catalogue as files, and official files prepared for use."""

from __future__ import annotations

from pathlib import Path

import click

from agentgym.environments.webshop import catalogue, embedded
from agentgym.environments.webshop.generator import make_goals, make_items


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
    items, attributes = make_items(seed)
    content = embedded.Store(items, attributes, make_goals(items, attributes, seed), {})
    embedded.write_official(out, content)
    click.echo(f"{len(items)} products in {out}: agentgym rollout webshop --data {out} …")


@commands.command()
@click.argument("data", type=click.Path(exists=True, path_type=Path))
def prepare(data: Path) -> None:
    """Index the official files at DATA now, so that the first episode does not wait for it."""
    items, attributes, _ = catalogue.locate(data)
    click.echo(f"{len(catalogue.from_files(items, attributes))} products of {items} are ready.")
