"""``agentgym tune``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import msgspec

from agentgym.tuning.reading import presets, read_config

if TYPE_CHECKING:
    from agentgym.tuning.plan import Planned


@click.command("tune")
@click.argument("config")
@click.argument("settings", nargs=-1, metavar="[KEY=VALUE]…")
@click.option(
    "--dry-run", is_flag=True, help="Read the data and print what would be done; no model is loaded."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(config: str, settings: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Train a model on data sets of conversations.

    CONFIG is a TOML file, or the name of a preset; settings come after it. An interrupted training goes on when
    the same
    command is given again. Several processes: torchrun --nproc-per-node N --no-python agentgym tune … parallel.fsdp=N.

    \b
    agentgym tune tuning.toml
    agentgym tune tuning.toml eta=0.5 optimizer.lr=1e-4 out=runs/half --dry-run
    agentgym tune agentlm-7b model=DIR agent=data/agent general=data/chat out=runs/7b
    """
    chosen = read_config(config, settings)
    from agentgym.tuning.plan import forecast, plan

    planned = plan(chosen)
    if dry_run:
        if as_json:
            click.echo(msgspec.json.encode(forecast(planned)))
        else:
            _show(planned)
        return
    from agentgym.cli.tuning_progress import Progress
    from agentgym.tuning.trainer import train

    with Progress(planned.steps, quiet=as_json) as progress:
        folder = train(planned, progress)
    if as_json:
        click.echo(msgspec.json.encode({"model": str(folder), "steps": planned.steps}))
    else:
        click.echo(
            f"The model is in {folder}. Play it: agentgym eval --policy transformers:{folder}. Curves: "
            f"agentgym report {chosen.out}"
        )


def _show(planned: Planned) -> None:
    from agentgym.report.tables import print_tables
    from agentgym.tuning.card import data_table
    from agentgym.tuning.plan import forecast

    found = forecast(planned)
    print_tables([data_table(planned)])
    size = (
        f"{found.parameters / 1e6:,.1f} M weights; about {found.memory / 1e9:.1f} GB a rank."
        if found.parameters
        else ""
    )
    click.echo(
        f"{found.steps:,} steps of {found.batch} samples: {found.tokens:,} tokens expected, "
        f"{found.trained:,} of them trained. "
        f"{found.passes:.1f} forward passes a step on a rank, {found.fill:.0%} of them real tokens. {size}"
    )
    for warning in found.warnings:
        click.secho(f"WARNING: {warning}", fg="red", err=True)


assert command.help is not None
command.help += f"\n\nPresets: {', '.join(presets())}."
