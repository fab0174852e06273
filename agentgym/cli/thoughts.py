"""``agentgym thoughts``."""

from __future__ import annotations

from pathlib import Path

import click

from agentgym.cli.options import IMPORT, PRICES
from agentgym.cli.progress import Steps
from agentgym.dataset.card import card, table_of_kept, thoughts
from agentgym.dataset.files import Origin, Thoughts, read_dropped, read_origin, read_rows, write_dataset
from agentgym.errors import OptionError
from agentgym.report import tables


@click.command("thoughts")
@click.argument("dataset", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--policy", "spec", required=True, metavar="SPEC", help="Writes the thoughts: openai:gpt-4 …")
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the new data set.",
)
@click.option(
    "--replace",
    is_flag=True,
    help="Also write the thoughts anew that are there (an expert's are always the same).",
)
@click.option("--tries", default=2, show_default=True, help="Answers asked for until one can be used.")
@click.option(
    "--context", default=12_000, show_default=True, help="Characters of the record that the policy is shown."
)
@click.option("--concurrency", default=16, show_default=True, help="Rows at once.")
@click.option(
    "--processes", default=1, show_default=True, type=click.IntRange(1),
    help="At once, to execute the changed rows again.",
)  # fmt: skip
@PRICES
@IMPORT
def command(
    dataset: Path, spec: str, out: Path, replace: bool, tries: int, context: int, concurrency: int, processes: int,
    prices: str | None,
) -> None:  # fmt: skip
    """Complete the thoughts that turns of DATASET lack, by a policy that is told the action that follows.

    No action changes: a thought is put before the action as it stands, what the environment reads must be the same as
    before, and every changed row is executed again. A row that then differs, and a turn for which no usable thought was
    written, stay as they were; both are counted. The row says which thoughts were completed, and by whom
    (source.completed), the card how many turns of each environment have a thought.

    \b
    agentgym thoughts data/agent --policy openai:gpt-4?temperature=0.7 --out data/thoughtful
    agentgym thoughts data/derived --policy local:smollm2 --out data/derived-thoughtful
    agentgym thoughts data/expert --policy openai:gpt-4 --replace --out data/expert-thoughtful
    """
    from agentgym.engine import cost
    from agentgym.instruct.thoughts import Completer
    from agentgym.registry import make_policy

    if out.resolve() == dataset.resolve():
        raise OptionError("--out is the data set itself: name another folder, so that the old thoughts stay.")
    if tries < 1 or concurrency < 1 or context < 200:
        raise OptionError("--tries and --concurrency are at least 1, --context at least 200.")
    total = sum(1 for _ in read_rows(dataset))
    origin = read_origin(dataset)
    with Steps() as steps:
        completer = Completer(
            make_policy(spec), replace=replace, tries=tries, context=context, concurrency=concurrency,
            processes=processes, prices=cost.load(prices),
            progress=lambda done: steps("completing", done, total),
        )  # fmt: skip
        made: list[Origin] = []

        def after() -> Origin:
            counts = completer.counts
            origin.thoughts.append(
                Thoughts(
                    policy=completer.label, asked=counts.asked, completed=counts.completed,
                    refused={k: v for k, v in counts.refused.items() if v},
                )
            )  # fmt: skip
            for env, counted in origin.counts.items():
                counted.thoughts += counts.new_by_env[env]
                counted.completed += counts.by_env[env]
            made.append(origin)
            return origin

        write_dataset(out, completer.rows(read_rows(dataset)), after, card, dropped=read_dropped(dataset))
    if origin.counts:
        tables.print_tables([table_of_kept(made[-1])])
    click.echo(thoughts(made[-1].thoughts[-1]))
    click.echo(f"{total:,} conversations are in {out}.")
