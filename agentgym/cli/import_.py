"""``agentgym import``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from agentgym.cli.options import OutPath
from agentgym.cli.progress import Steps
from agentgym.dataset.card import card
from agentgym.dataset.damage import damage
from agentgym.dataset.files import Origin, write_dataset
from agentgym.dataset.formats import FORMATS, import_, named
from agentgym.dataset.row import Row
from agentgym.version import framework


@click.command("import")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", required=True, help=f"One of {', '.join(FORMATS)}.")
@click.option(
    "--out", required=True, type=OutPath(file_okay=False, path_type=Path), help="Folder of the data set."
)
@click.option("--drop-damaged", is_flag=True, help="Leave out rows that were cut or have no answer.")
@click.option(
    "--ignore",
    multiple=True,
    metavar="FIELD",
    help="Pass over a field that the format does not know (repeatable).",
)
@click.option("--licence", default="", help="Of the conversations, for the card.")
def command(
    file: Path, form: str, out: Path, drop_damaged: bool, ignore: tuple[str, ...], licence: str
) -> None:
    """Read FILE, conversations of another format, as a data set.

    FILE is lines of JSON, one JSON list or parquet, or a folder of such files. Rows that were cut or have no answer are
    counted. A field that the format does not know is an error, so that nothing is lost unseen.

    \b
    agentgym import sharegpt.json --format sharegpt --out data/general
    agentgym import AgentInstruct/data --format agentinstruct --out data/agentinstruct
    agentgym import trajectories.jsonl --format atif --out data/atif
    """
    found: Counter[str] = Counter()

    def rows() -> Iterator[Row]:
        for number, row in enumerate(import_(file, named(form), ignored=ignore), 1):
            steps("rows", number, number)
            broken = damage(row)
            if broken is not None:
                found[broken.what] += 1
                if drop_damaged:
                    continue
            yield row

    with Steps() as steps:
        count = write_dataset(
            out, rows(), lambda: Origin(framework=framework(), runs=[str(file)]), card, licence=licence
        )
    click.echo(f"{count:,} conversations are in {out}.")
    for what, many in found.items():
        click.echo(f"{many:,} {'left out' if drop_damaged else 'of them are damaged'}: {what}.")
