"""``agentgym verify``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from agentgym.cli.progress import Steps
from agentgym.dataset.card import card, replayed
from agentgym.dataset.files import CARD, VERIFICATION, Verification, read_rows, write_json
from agentgym.dataset.verification import verify
from agentgym.version import framework


@click.command("verify")
@click.argument("dataset", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--processes", default=None, type=click.IntRange(1), help="At once; one for each processor by default."
)
@click.option("--show", default=20, show_default=True, help="Rows that differ to print.")
def command(dataset: Path, processes: int | None, show: int) -> None:
    """Execute the rows of DATASET again, and say row by row what differs.

    A row is the same if its task is what it was, the environment answers every action as is recorded, the reward comes
    out as claimed, and the conversation is what was executed. Ends with 1 if a row differs. The card then says so.

    \b
    agentgym verify data/agent
    agentgym verify data/agent --processes 8
    """
    total = sum(1 for _ in read_rows(dataset))
    same = different = unprovable = 0
    with Steps() as steps:
        for found in verify(
            read_rows(dataset), processes=processes, progress=lambda done: steps("executing", done, total)
        ):
            if not found.provable:
                unprovable += 1
            elif not found.differs:
                same += 1
            else:
                different += 1
                if different <= show:
                    click.echo(f"{found.id}: {found.differs}")
    if different > show:
        click.echo(f"… and {different - show:,} more rows (--show).")
    verification = Verification(
        framework=framework(), rows=total, same=same, different=different, unprovable=unprovable
    )
    if dataset.is_dir():
        write_json(dataset / VERIFICATION, verification)
        (dataset / CARD).write_text(card(dataset), "utf-8", errors="backslashreplace")
    click.echo(replayed(verification))
    if different:
        sys.exit(1)
