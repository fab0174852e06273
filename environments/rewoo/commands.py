"""``agentgym data rewoo``: what a folder holds, and a judge's score for the answers of a log."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import click
import msgspec

from agentgym.environments.rewoo import tasks
from agentgym.environments.rewoo.official.sets import open_sets, rows
from agentgym.environments.rewoo.world import judge as judging
from agentgym.environments.rewoo.world.problem import Problem
from agentgym.status import Status
from agentgym.trajectory import Episode, score

_ID = "AgentTune/ReWOO-v0"


@click.group("rewoo")
def commands() -> None:
    """ReWOO: the paper's sets in a folder, and answers marked by a judge."""


@commands.command("sets")
@click.argument("data", type=click.Path(exists=True, path_type=Path))
def list_sets(data: Path) -> None:
    """List the sets of the paper that are found at DATA."""
    for name, found in open_sets(data).items():
        sizes = ", ".join(f"{split} {len(rows(found.size, split))}" for split in ("train", "dev", "test"))
        click.echo(f"{name:22}{found.size:>8} rows: {sizes}   {found.path}")


@commands.command()
@click.argument("run", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--policy", "spec", required=True, help="Spec of the policy that judges (openai:gpt-4 …).")
def judge(run: Path, spec: str) -> None:
    """Mark the answers of the episodes below RUN; the score is called "judge" and stands beside the log."""
    with judging.Judge(spec) as mark:

        def scorer(episode: Episode) -> float | None:
            if episode.env_id != _ID:
                return None
            if episode.status != Status.COMPLETED:
                return 0.0
            return mark(episode.steps[-1].action, _problem(_key(episode), episode.task_id))

        written = score(run, scorer, name=judging.NAME, by=spec)
    click.echo(f"{written} answers marked.")


def _key(episode: Episode) -> bytes:
    return msgspec.json.encode([episode.env_args.get("data", "embedded"), episode.split])


@cache
def _problem(place: bytes, task: str) -> Problem:
    data, split = msgspec.json.decode(place)
    found: Problem = tasks.load(None if data == "embedded" else Path(data), split)[task].data
    return found
