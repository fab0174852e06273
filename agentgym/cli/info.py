"""``agentgym info``."""

from __future__ import annotations

from typing import Any

import click
import gymnasium
import msgspec

from agentgym import registry
from agentgym.cli.options import environment_args, environment_options
from agentgym.env import AgentEnv


@click.command("info")
@click.argument("env")
@environment_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(env: str, as_json: bool, **options: Any) -> None:
    """Show what ENV offers: splits with their sizes, profiles, tools, the opening of an episode."""
    env_id = registry.resolve(env)
    made = gymnasium.make(env_id, **environment_args(**options))
    inner = made.unwrapped
    if not isinstance(inner, AgentEnv):
        raise click.UsageError(f"{env_id} is no environment of this framework.")
    observation, info = made.reset(seed=0)
    facts = {
        "id": env_id,
        "description": (type(inner).__doc__ or "").strip(),
        "group": inner.group,
        "splits": list(inner.splits),
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
    made.close()
    if as_json:
        click.echo(msgspec.json.encode(facts))
        return
    _print(facts)


def _print(facts: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.panel import Panel
    from rich.text import Text

    console = Console()
    console.print(f"[bold]{facts['id']}[/bold]  {facts['group']}")
    console.print(Text(facts["description"]))
    console.print(f"\nsplit {facts['split']}: {facts['tasks']} tasks; splits: {', '.join(facts['splits'])}")
    for name, description in facts["profiles"].items():
        mark = "*" if name == facts["profile"] else " "
        console.print(f" {mark} profile {name}: {description}")
    console.print(f"format {facts['action_format']}, {facts['max_steps']} steps\n")
    for message in facts["opening"]:
        console.print(Panel(Text(message["content"]), title=message["role"]))
    console.print(Panel(Text(facts["observation"]), title="first observation"))
