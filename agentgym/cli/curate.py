"""``agentgym curate``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, cast

import click
import msgspec

from agentgym.benchmarks import shipped
from agentgym.cli.options import OutPath
from agentgym.cli.progress import Steps
from agentgym.dataset.card import card, table_of_dropped, table_of_kept
from agentgym.dataset.curation import Curation
from agentgym.dataset.files import Origin, write_dataset
from agentgym.dataset.recipe import ALL, Demonstration, Recipe
from agentgym.errors import OptionError, unknown_name
from agentgym.registry import resolve, short_name
from agentgym.report import tables
from agentgym.version import framework


@click.command("curate")
@click.argument(
    "runs", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    "--out", required=True, type=OutPath(file_okay=False, path_type=Path), help="Folder of the data set."
)
@click.option(
    "--preset", default=None, help="A recipe by name (agenttuning) or path; other options go before it."
)
@click.option("--keep", default=None, metavar="FILTER", help="Keep the episodes for which this is true.")
@click.option(
    "--exact/--no-exact",
    default=None,
    help="Leave out conversations that are there already.  [default: exact]",
)
@click.option(
    "--near",
    default=None,
    type=float,
    metavar="SIMILARITY",
    help="Leave out near duplicates, from 0.9 on, say.",
)
@click.option("--best", default=None, type=int, help="Episodes of a task at most, the best.")
@click.option(
    "--cap", "caps", multiple=True, metavar="[ENV=]N", help="Episodes of an environment, or of each, at most."
)
@click.option(
    "--demonstration",
    "demonstrations",
    multiple=True,
    metavar="[ENV=]keep|strip",
    help="Whether solved examples stay in the opening.",
)
@click.option(
    "--seed", default=None, type=int, help="Of what is drawn where a cap leaves a choice.  [default: 0]"
)
@click.option(
    "--format", "form", default="text", show_default=True, type=click.Choice(["text", "md", "csv", "json"]),
    help="Print the tables so.",
)  # fmt: skip
def command(
    runs: tuple[Path, ...], out: Path, preset: str | None, keep: str | None, exact: bool | None, near: float | None,
    best: int | None, caps: tuple[str, ...], demonstrations: tuple[str, ...], seed: int | None, form: str,
) -> None:  # fmt: skip
    """Make a data set of RUNS: conversations to train on, each with what it comes from and what proves it.

    A FILTER compares fields of an episode: reward == 1 and env != 'Mind2Web' or reward >= 2/3. It knows and, or, not,
    == != < <= > >= in, + - * /, and metrics.NAME and scores.NAME for further scores. Every episode that is dropped is
    counted under one reason. The data set in --out is replaced.

    \b
    agentgym curate runs/eval --preset agenttuning --out data/agent
    agentgym curate runs/a runs/b --keep "reward >= 0.9 and steps < 20" --best 2 --near 0.9 --out data/short
    agentgym curate runs/eval --cap alfworld=300 --cap 500 --demonstration strip --out data/even
    """
    base = shipped.recipe(preset) if preset else Recipe()
    given = {
        "keep": keep, "exact": exact, "near": near, "best": best, "seed": seed,
        "caps": {**base.caps, **dict(map(_cap, caps))},
        "demonstration": {**base.demonstration, **dict(map(_demonstration, demonstrations))},
    }  # fmt: skip
    recipe = msgspec.structs.replace(base, **{k: v for k, v in given.items() if v is not None})
    with Steps() as steps:
        curation = Curation(runs, recipe, progress=steps)
        made: list[Origin] = []

        def origin() -> Origin:
            made.append(
                Origin(
                    framework=framework(), runs=[str(r) for r in runs], recipe=recipe, counts=curation.counts
                )
            )
            return made[-1]

        count = write_dataset(out, curation, origin, card, dropped=curation.dropped)
    content = [table_of_kept(made[-1]), table_of_dropped(made[-1])]
    if form == "text":
        tables.print_tables(content)
        click.echo(f"{count:,} conversations are in {out}. Execute them again: agentgym verify {out}")
    else:
        writers = {"md": tables.to_markdown, "csv": tables.to_csv, "json": tables.to_json}
        click.echo(writers[form](content), nl=form == "json")


def _cap(text: str) -> tuple[str, int]:
    env, _, number = text.rpartition("=")
    try:
        return _env(env), int(number)
    except ValueError:
        raise OptionError(f"--cap is a number, or ENV=NUMBER; got {text!r}.") from None


def _demonstration(text: str) -> tuple[str, Demonstration]:
    env, _, how = text.rpartition("=")
    if how not in ("keep", "strip"):
        raise unknown_name("way with demonstrations", how, ["keep", "strip"])
    return _env(env), cast(Literal["keep", "strip"], how)


def _env(name: str) -> str:
    return short_name(resolve(name)) if name else ALL
