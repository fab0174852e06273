"""``agentgym info``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import click
import msgspec

from agentgym import registry
from agentgym.cli.options import environment_args, environment_options
from agentgym.cli.text import plain
from agentgym.env import AgentEnv
from agentgym.errors import DataError


@click.command("info")
@click.argument("env")
@environment_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(env: str, as_json: bool, **options: Any) -> None:
    """Show what ENV offers: splits with their sizes, profiles, tools, the opening of an episode."""
    env_id = registry.resolve(env)
    arguments = environment_args(options)
    made = registry.make(env_id, arguments)
    inner = cast(AgentEnv, made.unwrapped)
    try:
        observation, info = made.reset(seed=0)
    finally:
        made.close()
    facts = {
        "id": env_id,
        "description": plain(type(inner).__doc__),
        "group": inner.group,
        "splits": {split: _size(env_id, {**arguments, "split": split}) for split in inner.splits},
        "split": inner.split,
        "tasks": len(inner.tasks),
        "profile": inner.profile.name,
        "profiles": {name: p.description for name, p in inner.profiles.items()},
        "action_format": inner.action_format,
        "max_steps": inner.max_steps,
        "tools": [t.schema() for t in inner.tools],
        "opening": info["messages"],
        "observation": observation,
    }
    if as_json:
        click.echo(msgspec.json.encode(facts))
        return
    _print(facts)


def _size(env_id: str, arguments: Mapping[str, Any]) -> int | None:
    """Return the number of tasks of a split, ``None`` where the data has none of it."""
    try:
        made = registry.make(env_id, arguments)
        try:
            return len(cast(AgentEnv, made.unwrapped).tasks)
        finally:
            made.close()
    except DataError:
        return None


def _print(facts: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.panel import Panel
    from rich.text import Text

    console = Console(highlight=False)
    console.print(f"[bold]{facts['id']}[/bold]  {facts['group']}")
    console.print(Text(facts["description"]))
    sizes = ", ".join(f"{s} {'–' if n is None else n}" for s, n in facts["splits"].items())
    console.print(f"\nTasks by split: {sizes}")
    for name, description in facts["profiles"].items():
        mark = "*" if name == facts["profile"] else " "
        console.print(f" {mark} profile {name}: {description}")
    for tool in (t["function"] for t in facts["tools"]):
        given = ", ".join(tool["parameters"]["properties"])
        console.print(Text(f"   tool {tool['name']}({given}): {tool['description']}"))
    console.print(
        f"Format {facts['action_format']}, {facts['max_steps']} steps. An episode of {facts['split']} begins:\n"
    )
    for message in facts["opening"]:
        console.print(Panel(Text(message["content"]), title=message["role"]))
    console.print(Panel(Text(facts["observation"]), title="first observation"))
