"""``agentgym data``: the data commands that environments bring along (``environments/<name>/data_cli.py``)."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

import agentgym.environments
from agentgym import registry

FOLDER = Path(agentgym.environments.__file__).parent


def _folders() -> dict[str, str]:
    """Return the folders with data commands by the short names of their environments (``kg``, not its folder)."""
    found = {p.parent.name: p.parent.name for p in FOLDER.glob("*/data_cli.py")}
    for env_id, entry in registry.entry_points(registry.ENVIRONMENTS).items():
        module = entry.partition(":")[0].removeprefix("agentgym.environments.")
        folder = module.partition(".")[0]
        if found.pop(folder, None):
            found[env_id.split("/")[-1].rsplit("-v", 1)[0].casefold()] = folder
    return found


class DataGroup(click.Group):
    """One subcommand per environment that has data commands, found by its file."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the environments with data commands."""
        return sorted(_folders())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the commands of one environment, called by its short name or its folder."""
        folders = _folders()
        folder = folders.get(cmd_name, cmd_name)
        if folder not in folders.values():
            return None
        group: click.Command = importlib.import_module(f"agentgym.environments.{folder}.data_cli").commands
        return group


@click.command("data", cls=DataGroup)
def command() -> None:
    """Get, generate and convert the data of the environments."""
