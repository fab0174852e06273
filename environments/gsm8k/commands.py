"""``agentgym data gsm8k``: more problems of our kind, as many as one wants."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import click


@click.group("gsm8k")
def commands() -> None:
    """Word problems: generate more of them."""


@commands.command()
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File to write, .jsonl."
)
@click.option("--number", default=500, show_default=True, type=click.IntRange(1), help="How many problems.")
@click.option("--seed", default=1, show_default=True, help="What is drawn; 0 begins with what ships.")
def generate(out: Path, number: int, seed: int) -> None:
    """Write problems in GSM8K's form, with worked answers."""
    import msgspec

    from agentgym.environments.gsm8k.authoring.make import draw

    lines = [msgspec.json.encode(problem) for _, problem in islice(draw(seed), number)]
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(b"\n".join(lines) + b"\n")
    click.echo(f"{len(lines):,} problems in {out}: agentgym rollout gsm8k --data {out} …")
