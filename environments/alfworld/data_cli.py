"""``agentgym data alfworld``: the official download, and games of our own as files."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import click
import msgspec

from agentgym.environments.alfworld import embedded
from agentgym.environments.alfworld.generator import Blueprint
from agentgym.environments.alfworld.problem import goal_sentence, problem_text
from agentgym.errors import DependencyError

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
            "alfworld-download is not installed: apt-get install cmake g++ make, then pip install 'agentgym[alfworld]'."
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
@click.option("--embedded", "shipped", is_flag=True, help="Write the games that ship, instead of new ones.")
def generate(out: Path, split: str, per_kind: int, seed: int, shipped: bool) -> None:
    """Make games and write them in ALFWorld's layout, so that AlfredTWEnv itself plays them.

    Domain and grammar are those of the installed alfworld package.
    """
    domain, grammar = package_logic()
    games = (
        list(embedded.blueprints(split).values())
        if shipped
        else embedded.generate(split, per_kind, seed=seed)
    )
    count = 0
    with click.progressbar(list(games), label=f"Writing {split}", width=30) as bar:
        for blueprint in bar:
            write_game(blueprint, out / "json_2.1.1" / _FOLDERS[split], domain, grammar)
            count += 1
    click.echo(
        f"{count} games in {out}: agentgym rollout alfworld --data {out} --split {split} --policy expert …"
    )


def package_logic() -> tuple[str, str]:
    """Return domain and grammar of the installed alfworld package, without importing it.

    Raises:
        DependencyError: it is not installed.
    """
    import importlib.util

    found = importlib.util.find_spec("alfworld")
    if found is None or found.origin is None:
        raise DependencyError(
            "Game files carry alfworld's own domain and grammar, and the alfworld package is not installed: "
            "apt-get install cmake g++ make, then pip install 'agentgym[alfworld]'."
        )
    data = Path(found.origin).parent / "data"
    return (data / "alfred.pddl").read_text("utf-8"), (data / "alfred.twl2").read_text("utf-8")


def write_game(blueprint: Blueprint, folder: Path, domain: str, grammar: str) -> Path:
    """Write one game with the ``traj_data.json`` that AlfredTWEnv looks for; return the game file."""
    lamp = blueprint.kind == "look_at_obj_in_light"
    name = f"{blueprint.kind}-{blueprint.target}-None-{blueprint.destination}-{blueprint.layout}"
    problem = problem_text(blueprint)
    # Named by its content, so that games of several seeds can share a folder.
    trial = folder / name / f"trial_{hashlib.sha256(problem.encode()).hexdigest()[:12]}"
    trial.mkdir(parents=True, exist_ok=True)
    sentence = goal_sentence(blueprint).removeprefix("Your task is to: ").removesuffix(".")
    game = {
        "pddl_domain": domain,
        "grammar": grammar.replace("UNKNOWN GOAL", sentence),
        "pddl_problem": problem,
        "solvable": True,
        "walkthrough": blueprint.walkthrough,
    }
    trajectory = {
        "task_type": blueprint.kind,
        "task_id": trial.name,
        "pddl_params": {
            "object_target": blueprint.target,
            "parent_target": "" if lamp else blueprint.destination,
            "toggle_target": blueprint.destination if lamp else "",
            "mrecep_target": "",
            "object_sliced": False,
        },
    }
    (trial / "game.tw-pddl").write_bytes(msgspec.json.encode(game))
    (trial / "traj_data.json").write_bytes(msgspec.json.encode(trajectory))
    return trial / "game.tw-pddl"
