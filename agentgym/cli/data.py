"""``agentgym data``: the data commands that environments bring along (:attr:`agentgym.card.Card.commands`)."""

from __future__ import annotations

import click

from agentgym import registry
from agentgym.card import load
from agentgym.cli.options import IMPORT
from agentgym.errors import UnknownNameError, nearest


class DataGroup(click.Group):
    """One subcommand for each environment that has data commands, called by its short name or its id."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the environments with data commands: their short names, ids where two have the same."""
        ids = [i for i in registry.known_ids() if registry.card(i).commands]
        names = [registry.short_name(i).casefold() for i in ids]
        return sorted(n if names.count(n) == 1 else i for i, n in zip(ids, names, strict=True))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the commands of one environment."""
        try:
            commands = registry.card(registry.resolve(cmd_name)).commands
        except UnknownNameError:
            return None
        if not commands:
            return None
        group: click.Command = load(commands)
        return group

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the commands, and suggest the nearest environment where there are none."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise click.UsageError(
                f"{error.message}{nearest(args[0], self.list_commands(ctx))}", ctx
            ) from None


@click.command("data", cls=DataGroup)
@IMPORT
def command() -> None:
    """Get, generate and convert the data of the environments."""
