"""``agentgym data scienceworld``: gold paths, made ahead or recorded anew."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path

import click

from agentgym.environments.scienceworld import expert, scoring, tasks
from agentgym.environments.scienceworld.authoring import gold, parity
from agentgym.errors import unknown_name
from agentgym.trajectory import read

_ID = "AgentTune/ScienceWorld-v0"


@click.group("scienceworld")
def commands() -> None:
    """Gold paths of ScienceWorld: look at one, make them ahead, record those that ship."""


@commands.command()
@click.argument("task_id")
@click.option("--simplification", default="easy", show_default=True)
def path(task_id: str, simplification: str) -> None:
    """Print the commands that solve TASK_ID (boil-26, say), one a line."""
    for command in expert.path(_known(task_id), simplification):
        click.echo(command)


@commands.command()
@click.argument("split", type=click.Choice(["train", "dev", "test"]))
@click.option("--limit", default=0, help="Only the first tasks; 0 for all.")
@click.option("--simplification", default="easy", show_default=True)
def prepare(split: str, limit: int, simplification: str) -> None:
    """Make the gold paths of a SPLIT now, so that no episode of the expert waits for one."""
    ids = tasks.load(split, episodes=False).ids
    for number, task_id in enumerate(ids[: limit or None], start=1):
        click.echo(
            f"{number}/{limit or len(ids)} {task_id}: {len(expert.path(task_id, simplification))} commands"
        )


@commands.command()
@click.option(
    "--out", default=expert.STORE, show_default=True, type=click.Path(dir_okay=False, path_type=Path)
)
def record(out: Path) -> None:
    """Record the gold paths of the paper's 270 episodes with the installed simulator."""
    click.echo(f"{gold.record(out=out)} gold paths in {out}")


@commands.command()
@click.argument("runs", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def means(runs: tuple[Path, ...]) -> None:
    """Print the mean score of each task of logged RUNS, and the mean of these means, which the paper reports."""
    scored = [
        (tasks.parts(episode.task_id)[0], 100 * episode.reward)
        for run in runs
        for episode in read(run)
        if episode.env_id == _ID and episode.reward is not None
    ]
    for name in tasks.VARIATIONS:
        found = [score for task, score in scored if task == name]
        if found:
            click.echo(f"{statistics.fmean(found):6.1f}  {name} ({len(found)})")
    click.echo(f"{scoring.mean_of_task_means(scored):6.1f}  mean of task means ({len(scored)} episodes)")


@commands.command()
@click.option("--each", default=10, show_default=True, help="Variations of each task.")
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Results, a line a game."
)
def compare(each: int, out: Path) -> None:
    """Play gold paths here and in the package's own environment, and compare them step by step."""
    found = list(_told(parity.run(each, out)))
    unequal = [game for game in found if game.difference]
    steps, valid = sum(game.steps for game in found), sum(game.valid for game in found)
    kinds = len({tasks.parts(game.task)[0] for game in found})
    click.echo(
        f"{len(found) - len(unequal)} of {len(found)} games of {kinds} tasks are equal: {steps:,} steps, {valid:,} "
        f"valid actions; {sum(game.score == 100 for game in found)} games reach 100"
    )
    if unequal:
        raise SystemExit(1)


def _told(games: Iterator[parity.Compared]) -> Iterator[parity.Compared]:
    for game in games:
        click.echo(f"{game.task}: {game.steps} steps, {game.difference or 'equal'}")
        yield game


def _known(task_id: str) -> str:
    for split in ("train", "dev", "test"):
        if task_id in tasks.load(split, episodes=False).ids:
            return task_id
    raise unknown_name("task of ScienceWorld", task_id, [tasks.task_id(name, 0) for name in tasks.VARIATIONS])
