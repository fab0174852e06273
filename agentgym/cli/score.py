"""``agentgym score``."""

from __future__ import annotations

import sys
from typing import cast

import click

from agentgym.card import load
from agentgym.errors import OptionError
from agentgym.trajectory.scores import PRIMARY, Scorer, score


@click.command("score")
@click.argument("folder", type=click.Path(exists=True, file_okay=False))
@click.option(
    "--by", required=True, metavar="MODULE:FUNCTION", help="A function that takes an episode and returns its score."
)  # fmt: skip
@click.option("--name", default=PRIMARY, show_default=True, help="What the score is called.")
@click.option(
    "--version", default="", help="Version of the function, for the record; another one scores anew."
)
def command(folder: str, by: str, name: str, version: str) -> None:
    """Score the episodes below FOLDER, and write that down beside their logs (scores.jsonl), which stay as they are.

    FUNCTION is given an agentgym.trajectory.Episode and returns a number, or None where it has none to give; MODULE is
    installed, or lies in this folder. A score called reward is the primary one of an episode that ended unscored.
    What has this score already is passed over.

    \b
    agentgym score runs/chat --by judges:grade
    agentgym score runs/eval --by judges:politeness --name politeness
    agentgym report runs/eval --score politeness
    """
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
