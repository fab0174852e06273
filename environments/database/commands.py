"""``agentgym data db``: more databases and tasks of our kind."""

from __future__ import annotations

from pathlib import Path

import click


@click.group("db")
def commands() -> None:
    """Databases and tasks of the DB environment."""


@commands.command()
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File (.json.zst)."
)
@click.option("--seed", default=0, show_default=True, help="0 gives the tasks that ship.")
def generate(out: Path, seed: int) -> None:
    """Make databases and tasks and write them as a store."""
    from agentgym.environments.database import tasks
    from agentgym.environments.database.authoring.make import make
    from agentgym.errors import OptionError

    if out.suffix != ".zst":
        raise OptionError(f"A store's name ends in .zst, by which it is known; got {out.name!r}.")
    store = make(seed)
    tasks.write(store, out)
    click.echo(f"{len(store.entries)} tasks on {len(store.databases)} databases in {out}: --data {out}")
