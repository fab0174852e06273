"""``agentgym list``."""

from __future__ import annotations

from typing import Any

import click
import msgspec

from agentgym import registry
from agentgym.errors import DependencyError


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(as_json: bool) -> None:
    """List the environments and policies that are installed, third parties' included."""
    rows = [_row(env_id) for env_id in registry.environment_ids()]
    policies = list(registry.entry_points(registry.POLICIES))
    if as_json:
        click.echo(msgspec.json.encode({"environments": rows, "policies": policies}))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Environments")
    table.add_column("id", no_wrap=True)
    for column in ("group", "what", "splits", "profiles"):
        table.add_column(column)
    for row in rows:
        table.add_row(
            row["id"], row["group"], row["what"], ", ".join(row["splits"]), ", ".join(row["profiles"])
        )
    console = Console()
    console.print(table)
    console.print(f"Policies: {', '.join(policies)}")
    console.print("More about one: agentgym info ID")


def _row(env_id: str) -> dict[str, Any]:
    try:
        cls = registry.environment_class(env_id)
    except DependencyError as error:
        return {"id": env_id, "group": "", "what": str(error), "splits": [], "profiles": []}
    what = (cls.__doc__ or "").strip().split("\n")[0]
    return {
        "id": env_id,
        "group": cls.group,
        "what": what,
        "splits": list(cls.splits),
        "profiles": list(cls.profiles),
    }
