"""``agentgym data hotpotqa``: worlds of one's own, and what can be had without reading them."""

from __future__ import annotations

from pathlib import Path

import click

from agentgym.environments.hotpotqa.authoring import baselines, make
from agentgym.environments.hotpotqa.authoring.generator import Generator
from agentgym.tools.encyclopedia.embedded import WORLDS, folder_of


@click.group("hotpotqa")
def commands() -> None:
    """Encyclopedias with questions: generate one, measure baselines."""


@commands.command()
@click.option(
    "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder to write to."
)
@click.option("--seed", default=0, show_default=True, help="What is drawn and invented; 0 gives what ships.")
@click.option(
    "--world", default="renamed", show_default=True, type=click.Choice(WORLDS), help="Names and numbers."
)
def generate(out: Path, seed: int, world: str) -> None:
    """Write an encyclopedia and 1,400 questions about it, with names that nobody has seen if --seed is new."""
    worlds = make.worlds(seed)
    made = zip(worlds, Generator(worlds, seed).make(), strict=True)
    kept, questions = next((w, q) for w, q in made if w.name == world)
    make.write_world(kept, questions, out)
    click.echo(
        f"{len(kept.things):,} articles, {len(questions):,} questions: agentgym rollout hotpotqa --data {out} …"
    )


@commands.command("baselines")
@click.option(
    "--data", type=click.Path(exists=True, file_okay=False, path_type=Path), help="A generated world."
)
@click.option(
    "--world", default="real", show_default=True, type=click.Choice(WORLDS), help="An embedded world."
)
@click.option("--split", default="test", show_default=True)
def measure(data: Path | None, world: str, split: str) -> None:
    """Score what can be answered without searching, by level."""
    folder = data or folder_of("renamed" if world == "renamed" else "real")
    for name, scores in baselines.measure(folder, split).items():
        click.echo(
            f"{name:22}" + "  ".join(f"{level} {score:.3f}" for level, score in sorted(scores.items()))
        )
