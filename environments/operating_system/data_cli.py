"""``agentgym data operating_system``: our tasks as a file in AgentBench's layout, as many as one wants."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import msgspec

from agentgym.environments.operating_system import embedded
from agentgym.environments.operating_system.item import Item


@click.group("operating_system")
def commands() -> None:
    """Tasks of the operating system: generate more of them."""


@commands.command()
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="JSON file to write."
)
@click.option("--split", default="train", show_default=True, type=click.Choice(list(embedded.INSTANCES)))
@click.option("--instances", default=None, type=int, help="Items of each template; as shipped by default.")
@click.option("--seed", default=0, show_default=True, help="0 gives the tasks that ship.")
def generate(out: Path, split: str, instances: int | None, seed: int) -> None:
    """Make tasks from the templates of a split, with scripts inline and the solution as the example."""
    tasks = embedded.tasks(split, seed=seed, instances=instances)
    raw = [official(task.data) for task in tasks]
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(msgspec.json.format(msgspec.json.encode(raw)))
    click.echo(f"{len(raw)} tasks in {out}: agentgym rollout os --data {out} …")


def official(item: Item) -> dict[str, Any]:
    """Return an embedded item in the form of AgentBench's files."""
    evaluation: dict[str, Any] = {"example": "\n".join(item.commands)}
    if item.match is not None:
        evaluation["match"] = {"answer": item.match.answer, "strip": item.match.strip}
    else:
        evaluation["check"] = [s.code for s in item.check if s is not None]
    raw: dict[str, Any] = {
        "description": item.description,
        "create": {"local": item.image, "init": [s.code for s in item.init]},
        "evaluation": evaluation,
        "labels": [item.kind],
    }
    return {**raw, "start": item.start.code} if item.start is not None else raw
