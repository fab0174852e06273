"""``agentgym export``."""

from __future__ import annotations

from pathlib import Path

import click

from agentgym.cli.options import OutPath
from agentgym.cli.progress import Steps
from agentgym.dataset.exported import card_place, export_dataset
from agentgym.dataset.formats import FORMATS, TokensFormat, named
from agentgym.dataset.masks.loading import load_tokenizer


@click.command("export")
@click.argument("dataset", type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", required=True, help=f"One of {', '.join(FORMATS)}.")
@click.option(
    "--out",
    required=True,
    type=OutPath(path_type=Path),
    help="The file; the folder of hf, hub and tokens.",
)
@click.option(
    "--tokenizer",
    help="Of tokens: a folder with a tokenizer of transformers, or an installed model (smollm2).",
)
@click.option("--chat-template", help="Of tokens: a file; the tokenizer's own by default.")
@click.option("--leave-out", is_flag=True, help="Of tokens: leave out rows of which no mask can be proven.")
@click.option(
    "--contamination/--no-contamination",
    default=True,
    show_default=True,
    help="Compare the rows with the test splits of all environments first.",
)
def command(
    dataset: Path, form: str, out: Path, tokenizer: str | None, chat_template: str | None, leave_out: bool,
    contamination: bool,
) -> None:  # fmt: skip
    """Write DATASET in a format that trainers read, with its card.

    Before that its rows are compared with the test splits of all environments that are installed (`agentgym
    contamination`); what was found stands on the card. What the splits ask is kept in the cache folder, what was found
    in the data set: the same rows are compared once.

    What the format has no place for stands where it allows extensions: `agentgym import` gives the same rows back.

    \b
    agentgym export data/agent --format openai --out agent.jsonl
    agentgym export data/agent --format atif --out agent.jsonl
    agentgym export data/agent --format hf --out agent
    agentgym export data/agent --format tokens --tokenizer smollm2 --out tokens
    """
    chosen = named(form)
    if isinstance(chosen, TokensFormat) and tokenizer:
        chosen = TokensFormat(load_tokenizer(tokenizer, chat_template), leave_out=leave_out)
    with Steps() as steps:
        count = export_dataset(dataset, chosen, out, compare=contamination, progress=steps)
    click.echo(f"{count:,} conversations are in {out}, the card is {card_place(chosen, out)}.")
    for fact in chosen.facts(out):
        click.echo(fact)
    click.echo(f"Not seen by a reader who does not know our extension: {chosen.lost}.")
