"""``agentgym score``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from agentgym.card import load
from agentgym.cli.options import PRICES
from agentgym.errors import OptionError
from agentgym.trajectory.scores import PRIMARY, Scorer, score

if TYPE_CHECKING:
    from agentgym.engine.judging import Judged


@click.command("score")
@click.argument("folder", type=click.Path(exists=True, file_okay=False))
@click.option(
    "--by",
    default=None,
    metavar="MODULE:FUNCTION",
    help="A function that takes an episode and returns its score.",
)
@click.option(
    "--judge", "spec", default=None, metavar="SPEC", help="A policy that judges what ended unscored."
)
@click.option("--name", default=PRIMARY, show_default=True, help="What the score of --by is called.")
@click.option(
    "--version", default="", help="Version of the function, for the record; another one scores anew."
)
@click.option(
    "--repeats",
    default=1,
    show_default=True,
    type=click.IntRange(1),
    help="Verdicts of --judge on each question.",
)
@click.option(
    "--against",
    default=None,
    type=click.Path(exists=True, file_okay=False),
    help="Another run folder: --judge compares the two, in both orders, instead of rating.",
)
@click.option(
    "--concurrency", default=16, show_default=True, type=click.IntRange(1), help="Calls of --judge at once."
)
@PRICES
def command(
    folder: str, by: str | None, spec: str | None, name: str, version: str, repeats: int, against: str | None,
    concurrency: int, prices: str | None,
) -> None:  # fmt: skip
    """Score the episodes below FOLDER, and write that down beside their logs (scores.jsonl), which stay as they are.

    FUNCTION is given an agentgym.trajectory.Episode and returns a number, or None where it has none to give; MODULE is
    installed, or lies in this folder. A score called reward is the primary one of an episode that ended unscored.
    What has this score already is passed over.

    With --judge a policy rates what ended unscored, by the judge of the environment. Its verdicts are kept word for
    word in verdicts.jsonl; the same command again asks only for what is missing. Exit code 1: a verdict is missing or
    could not be read, so that its episode has no score.

    \b
    agentgym score runs/chat --by judges:grade
    agentgym score runs/eval --by judges:politeness --name politeness
    agentgym score runs/mt-bench --judge openai:gpt-4?temperature=0 --repeats 3
    agentgym score runs/mt-bench --judge openai:gpt-4 --against runs/other
    """
    if (by is None) == (spec is None):
        raise OptionError("Name one of --by MODULE:FUNCTION and --judge SPEC.")
    if spec is not None:
        _judge(Path(folder), spec, repeats, Path(against) if against else None, concurrency, prices)
        return
    assert by is not None
    written = score(folder, scorer(by), name=name, by=by, version=version)
    click.echo(
        f"{written:,} scores {name!r} written below {folder}. Tables of them: agentgym report {folder} --score {name}"
    )


def scorer(by: str) -> Scorer:
    """Return the function of ``module:function``; modules of the present folder are found as well.

    Raises:
        OptionError: there is no such function.
    """
    if "" not in sys.path:
        sys.path.insert(0, "")
    if by.count(":") != 1:
        raise OptionError(f"--by is MODULE:FUNCTION, got {by!r}.")
    try:
        found = load(by)
    except (ImportError, AttributeError) as error:
        raise OptionError(
            f"--by {by}: {error}. The module must be installed, or lie in this folder."
        ) from None
    if not callable(found):
        raise OptionError(f"--by {by} names {type(found).__name__}, which cannot be called.")
    return cast(Scorer, found)


def _judge(
    folder: Path, spec: str, repeats: int, against: Path | None, concurrency: int, prices: str | None
) -> None:
    from agentgym.engine import cost, judging
    from agentgym.registry import make_policy

    done = judging.judge(
        folder,
        make_policy(spec),
        repeats=repeats,
        against=against,
        concurrency=concurrency,
        prices=cost.load(prices),
    )
    missing = done.episodes - done.scored
    click.echo(
        f"{done.scored:,} of {done.episodes:,} episodes have a score; {done.asked:,} calls, {done.cost:.2f} $."
    )
    if done.scored:
        click.echo(_told(done, against is not None))
    if missing:
        lacks = [f"{done.unreadable:,} verdicts could not be read"] if done.unreadable else []
        lacks += [f"{done.failed:,} calls failed ({done.reason})"] if done.failed else []
        click.echo(
            f"{missing:,} episodes have none: {'; '.join(lacks)}. The same command asks for them again.",
            err=True,
        )
        sys.exit(1)


def _told(done: Judged, compared: bool) -> str:
    """Say the mean over the repetitions, and how far the judge agrees with itself."""
    from agentgym.report.statistics import interval

    what = "Preferred, a tie counted half" if compared else "Mean rating"
    mean = sum(done.by_repeat) / len(done.by_repeat)
    text = f"{what}: {mean:.3f}"
    if len(done.by_repeat) > 1:
        found = interval([[value] for value in done.by_repeat])
        each = ", ".join(f"{value:.3f}" for value in done.by_repeat)
        spread = f", 95 % {found.low:.3f} to {found.high:.3f} over the judge's repetitions" if found else ""
        text += f" ({each}{spread})"
    return f"{text}."
