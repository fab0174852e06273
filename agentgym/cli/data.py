"""``agentgym data``: the data commands that environments bring along (``environments/<name>/data_cli.py``)."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

import agentgym.environments

FOLDER = Path(agentgym.environments.__file__).parent


class DataGroup(click.Group):
    """One subcommand per environment that has data commands, found by its file."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the environments with data commands."""
        return sorted(p.parent.name for p in FOLDER.glob("*/data_cli.py"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the commands of one environment."""
        if cmd_name not in self.list_commands(ctx):
            return None
        group: click.Command = importlib.import_module(f"agentgym.environments.{cmd_name}.data_cli").commands
        return group


@click.command("data", cls=DataGroup)
def command() -> None:
    """Get, generate and convert the data of the environments."""
