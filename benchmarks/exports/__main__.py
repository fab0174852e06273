"""Do others take what we export? ``python -m agentgym.benchmarks.exports --tasks 50``.

The experts play the six held-in train splits; what they did is curated, executed again, exported in every format, given
to the official validators (the package ``atif``, ADP's schema 1.2.0), loaded by ``datasets``, and imported again.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

import agentgym
from agentgym.benchmarks.exports.checks import check
from agentgym.dataset.curation import Curation
from agentgym.dataset.recipe import Recipe
from agentgym.dataset.row import Row
from agentgym.dataset.verification import verify
from agentgym.report.tables import Column, Table, print_tables

HELD_IN = ("alfworld", "webshop", "mind2web", "kg", "os", "db")


@click.command()
@click.option("--tasks", default=50, show_default=True, help="Of each environment.")
@click.option("--env", "envs", multiple=True, default=HELD_IN, show_default=True, help="Repeatable.")
@click.option(
    "--action-format", default="react", show_default=True, type=click.Choice(["react", "tools"]), help="Of the actions."
)  # fmt: skip
@click.option("--out", default=None, type=click.Path(path_type=Path), help="Folder to keep; none by default.")
def main(tasks: int, envs: tuple[str, ...], action_format: str, out: Path | None) -> None:
    """Play, export, and ask the judges; end with 1 if one refuses a row."""
    with tempfile.TemporaryDirectory() as folder:
        place = out or Path(folder)
        rows = played(place, envs, tasks, action_format)
        differ = [found.id for found in verify(rows, processes=1) if found.differs or not found.provable]
        click.echo(
            f"{len(rows)} conversations, {len(differ)} of which come out otherwise when they are executed again."
        )
        found = check(rows, place / "exports")
    columns = [
        Column("format"),
        Column("judge"),
        Column("takes", ",d"),
        Column("of", ",d"),
        Column("problem"),
    ]
    print_tables([Table("exports", "Exports", columns, [[*c] for c in found])])
    if differ or any(c.taken != c.asked for c in found):
        sys.exit(1)


def played(place: Path, envs: tuple[str, ...], tasks: int, action_format: str) -> list[Row]:
    """Return what the experts did, as the rows of a data set."""
    for env in envs:
        agentgym.rollout(
            env, "expert", split="train", tasks=tasks, action_format=action_format, out=place / "runs" / env
        )
    return list(Curation([place / "runs"], Recipe(keep="reward == 1")))


if __name__ == "__main__":
    main()
