"""``agentgym data alfworld``: the official download, and games of our own as files."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import click

from agentgym.environments.alfworld import tasks
from agentgym.environments.alfworld.authoring.game_files import write_game
from agentgym.environments.alfworld.authoring.games import generate as new_games
from agentgym.environments.alfworld.official.logic import package_logic
from agentgym.errors import DependencyError
from agentgym.install import hint

_FOLDERS = {"train": "train", "dev": "valid_train", "seen": "valid_seen", "unseen": "valid_unseen"}


@click.group("alfworld")
def commands() -> None:
    """Games of ALFWorld: get the published ones, generate more."""


@commands.command()
def get() -> None:
    """Run alfworld's own download (needs a network); then use data='official' or --data PATH.

    Raises:
        DependencyError: the alfworld package is not installed.
    """
    program = shutil.which("alfworld-download")
    if program is None:
        raise DependencyError(
            f"alfworld-download is not installed: apt-get install cmake g++ make, then {hint('alfworld')}."
        )
    if subprocess.run([program], check=False).returncode:
        raise click.ClickException(
            "alfworld-download failed; it needs a network. data='embedded' needs no download."
        )


@commands.command()
@click.option(
    "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder to write to."
)
@click.option("--split", type=click.Choice(list(_FOLDERS)), default="train", show_default=True)
@click.option("--per-kind", default=20, show_default=True, help="Games of each of the six task types.")
@click.option("--seed", default=1, show_default=True)
@click.option("--embedded", is_flag=True, help="Write the games that ship, instead of new ones.")
def generate(out: Path, split: str, per_kind: int, seed: int, embedded: bool) -> None:
    """Make games and write them in ALFWorld's layout, so that AlfredTWEnv itself plays them.

    Domain and grammar are those of the installed alfworld package.
    """
    domain, grammar = package_logic()
    games = (
        list(tasks.blueprints(split).values()) if embedded else list(new_games(split, per_kind, seed=seed))
    )
    with click.progressbar(games, label=f"Writing {split}", width=30) as bar:
        for blueprint in bar:
            write_game(blueprint, out / "json_2.1.1" / _FOLDERS[split], domain, grammar)
    click.echo(
        f"{len(games)} games in {out}: agentgym rollout alfworld --data {out} --split {split} --policy expert …"
    )
