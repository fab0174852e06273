"""``agentgym data``: the data commands that environments bring along (:attr:`agentgym.card.Card.commands`), and the
official files of a group of them."""

from __future__ import annotations

from pathlib import Path

import click

from agentgym import registry
from agentgym.card import load
from agentgym.cli.options import IMPORT
from agentgym.client import download
from agentgym.errors import UnknownNameError, nearest
from agentgym.paths import official_folder


class DataGroup(click.Group):
    """One subcommand for each environment that has data commands, called by its short name or its id; and one for each
    group (``general``) with official files that can be fetched."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the groups, and the environments with data commands: short names, ids where two have the same."""
        ids = [i for i in registry.known_ids() if registry.card(i).commands]
        names = [registry.short_name(i).casefold() for i in ids]
        called = [n if names.count(n) == 1 else i for i, n in zip(ids, names, strict=True)]
        return sorted([*called, *fetchable()])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the commands of one environment, or make those of a group."""
        try:
            commands = registry.card(registry.resolve(cmd_name)).commands
        except UnknownNameError:
            return _group(cmd_name) if cmd_name in fetchable() else None
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


def fetchable() -> dict[str, list[str]]:
    """Return the groups of environments that have official files to fetch, with the ids of these environments."""
    found: dict[str, list[str]] = {}
    for env_id in registry.known_ids():
        if registry.card(env_id).sources and (group := registry.environment_class(env_id).group):
            found.setdefault(group, []).append(env_id)
    return found


def _group(name: str) -> click.Group:
    ids = fetchable()[name]
    titles = ", ".join(registry.card(i).title for i in ids)

    @click.group(name, help=f"Official files of the group {name}: {titles}.")
    def group() -> None: ...

    @group.command("get")
    @click.argument("envs", nargs=-1, metavar="[ENV]...")
    @click.option(
        "--out", default=None, type=click.Path(file_okay=False, path_type=Path),
        help="Folder to put them into, one below it for each environment; where data=official looks by default.",
    )  # fmt: skip
    def get(envs: tuple[str, ...], out: Path | None) -> None:
        """Fetch the official files of each ENV, or of all, and check them (needs a network); then --data official."""
        for env_id in [registry.resolve(e) for e in envs] or ids:
            card = registry.card(env_id)
            usual = official_folder(card.official)
            download.get(card, usual if out is None else out / usual.name, click.echo)
            told = "official" if out is None else out / usual.name
            click.echo(f"agentgym rollout {registry.short_name(env_id).casefold()} --data {told} …")

    return group


@click.command("data", cls=DataGroup)
@IMPORT
def command() -> None:
    """Get, generate and convert the data of the environments."""
