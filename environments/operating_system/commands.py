"""``agentgym data os``: more tasks of our kind, as many as one wants."""

from __future__ import annotations

from pathlib import Path

import click


@click.group("os")
def commands() -> None:
    """Tasks of the operating system: generate more of them."""


@commands.command()
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write: .json in AgentBench's layout, .json.zst for a store.",
)
@click.option(
    "--split",
    default=None,
    type=click.Choice(["train", "dev", "test"]),
    help="All splits in a store, train in AgentBench's layout, by default.",
)
@click.option("--instances", default=None, type=int, help="Items of each template; as shipped by default.")
@click.option("--seed", default=0, show_default=True, help="0 gives the tasks that ship.")
def generate(out: Path, split: str | None, instances: int | None, seed: int) -> None:
    """Make tasks from the templates of a split, with scripts inline and the solution as the example."""
    import msgspec

    from agentgym.environments.operating_system import tasks
    from agentgym.environments.operating_system.authoring import make

    if out.suffix == ".zst":
        entries = make.make(seed, split=split, instances=instances)
        tasks.write(entries, out)
    else:
        entries = make.make(seed, split=split or "train", instances=instances)
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(
            msgspec.json.format(msgspec.json.encode([make.agentbench_form(e.item) for e in entries]))
        )
    click.echo(f"{len(entries)} tasks in {out}: agentgym rollout os --data {out} …")
