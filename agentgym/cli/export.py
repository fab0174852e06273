"""``agentgym export``."""

from __future__ import annotations

from pathlib import Path

import click

from agentgym.cli.options import OutPath
from agentgym.dataset.files import read_rows
from agentgym.dataset.formats import FORMATS, export, named


@click.command("export")
@click.argument("dataset", type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", required=True, help=f"One of {', '.join(FORMATS)}.")
@click.option(
    "--out", required=True, type=OutPath(dir_okay=False, path_type=Path), help="The file, lines of JSON."
)
def command(dataset: Path, form: str, out: Path) -> None:
    """Write DATASET in a format that trainers read.

    What the format has no place for stands in a field "agentgym" of each line: `agentgym import` gives the same rows
    back.

    \b
    agentgym export data/agent --format openai --out agent.jsonl
    agentgym export data/agent --format agentinstruct --out agent.jsonl
    """
    chosen = named(form)
    count = export(read_rows(dataset), chosen, out)
    click.echo(f'{count:,} conversations are in {out}. Only in the field "agentgym": {chosen.lost}.')
