"""``agentgym list``."""

from __future__ import annotations

from typing import Any

import click
import msgspec

from agentgym import registry
from agentgym.cli.options import IMPORT
from agentgym.cli.text import first_paragraph
from agentgym.errors import DependencyError


@click.command("list")
@IMPORT
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(as_json: bool) -> None:
    """List the environments and policies that are installed, third parties' included."""
    rows = [_environment(env_id) for env_id in registry.known_ids()]
    policies = {name: _policy(name) for name in registry.entry_points(registry.POLICIES)}
    if as_json:
        click.echo(msgspec.json.encode({"environments": rows, "policies": policies}))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    environments = Table("environment", "group", "what", box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        environments.add_row(row["id"], row["group"], row["what"])
    console.print(environments)
    found = Table("policy", "what", box=box.SIMPLE_HEAD, pad_edge=False)
    for name, what in policies.items():
        found.add_row(name, what)
    console.print(found)
    console.print(
        "More about an environment: agentgym info ENV. It may be named in short: agentgym info webshop"
    )


def _environment(env_id: str) -> dict[str, Any]:
    try:
        cls = registry.environment_class(env_id)
    except DependencyError as error:
        return {"id": env_id, "group": "", "what": str(error), "splits": [], "profiles": []}
    return {
        "id": env_id,
        "group": cls.group,
        "what": first_paragraph(cls.__doc__),
        "splits": list(cls.splits),
        "profiles": list(cls.profiles),
    }


def _policy(name: str) -> str:
    try:
        return first_paragraph(registry.policy_class(name).__doc__)
    except DependencyError as error:
        return str(error)
