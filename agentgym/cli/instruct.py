"""``agentgym instruct``: what is to be played, from a split, derived, or invented."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from agentgym.cli.options import IMPORT, PRICES, environment_args
from agentgym.cli.progress import Board, Steps
from agentgym.errors import OptionError

if TYPE_CHECKING:
    from agentgym.instruct.selection import Selection
    from agentgym.report.tables import Table

FOLDER = click.Path(file_okay=False, path_type=Path)
EMBEDDED_ARG = click.option(
    "--env-arg", "-E", "extra", multiple=True, metavar="NAME=VALUE",
    help="An argument of the environment: backend=bubblewrap …",
)  # fmt: skip


@click.group("instruct")
def command() -> None:
    """Make instructions, the tasks that training data is collected on, as AgentTuning did: three ways.

    \b
    split          tasks of a train split, a sample spread over their kinds
    derive         tasks of questions with reference queries (BIRD's layout)
    self-instruct  tasks that a model invents: validated, and solved by a second instance

    What comes out is played by `agentgym rollout`, kept by `agentgym curate`, and given its missing thoughts by
    `agentgym thoughts`; nothing here is an own way to play.
    """


@command.command("split")
@click.argument("envs", nargs=-1, required=True, metavar="ENV…")
@click.option("--out", required=True, type=FOLDER, help="Folder for a list of task ids for each environment.")
@click.option("--split", default="train", show_default=True, help="Which tasks.")
@click.option(
    "--tasks",
    default=None,
    type=int,
    help="Tasks of each environment, spread evenly over kinds; all by default.",
)
@click.option("--per-kind", default=None, type=int, help="Tasks of a kind at most.")
@click.option("--seed", default=0, show_default=True, help="Of which tasks of a kind are taken.")
@click.option("--data", default=None, help="'embedded', 'official', or a path in the official layout.")
@EMBEDDED_ARG
@IMPORT
def split(
    envs: tuple[str, ...], out: Path, split: str, tasks: int | None, per_kind: int | None, seed: int, data: str | None,
    extra: tuple[str, ...],
) -> None:  # fmt: skip
    """List tasks of the train splits of ENVs, as many of each kind as of any other.

    A list is what `agentgym rollout --tasks` takes. The kinds take turns in it, so that its beginning is a fair sample.

    \b
    agentgym instruct split alfworld webshop mind2web kg --tasks 60 --out lists
    agentgym rollout alfworld --split train --tasks lists/alfworld.txt --policy openai:gpt-4 --out runs/train/alfworld
    """
    from agentgym import registry
    from agentgym.env import AgentEnv
    from agentgym.instruct.selection import select
    from agentgym.report import tables

    arguments = _arguments(extra, data=data, split=split)
    found = []
    with Steps() as steps:
        for name in envs:
            env = registry.make(registry.resolve(name), arguments)
            try:
                inner = cast(AgentEnv, env.unwrapped)
                found.append(select(inner, tasks=tasks, per_kind=per_kind, seed=seed, progress=steps))
            finally:
                env.close()
    out.mkdir(parents=True, exist_ok=True)
    for selection in found:
        name = registry.short_name(selection.env_id).lower()
        (out / f"{name}.txt").write_text("".join(f"{i}\n" for i in selection.ids), "utf-8")
    tables.print_tables([_kinds(found)])
    lists = ", ".join(f"{registry.short_name(s.env_id).lower()}.txt" for s in found)
    click.echo(f"In {out}: {lists}. Play one: agentgym rollout ENV --split {split} --tasks {out}/ENV.txt …")


@command.command("derive")
@click.argument("questions")
@click.option("--out", required=True, type=FOLDER, help="Folder of the run, the list of tasks and the card.")
@click.option(
    "--way", required=True, type=click.Choice(["constructed", "interactive"]),
    help="Run the reference and take its output for the answer, or let a policy answer and compare.",
)  # fmt: skip
@click.option("--policy", "spec", default=None, help="What answers (interactive): openai:gpt-4 …")
@click.option("--env", default="db", show_default=True, help="The environment that plays them.")
@click.option("--split", default="train", show_default=True, help="Which questions.")
@click.option("--tasks", default=None, type=int, help="Tasks, spread evenly over kinds; all by default.")
@click.option("--per-kind", default=None, type=int, help="Tasks of a kind at most.")
@click.option("--seed", default=0, show_default=True)
@click.option("--concurrency", default=16, show_default=True, help="Episodes at once.")
@click.option(
    "--cache", default="off", show_default=True, type=click.Choice(["off", "read", "write"]),
    help="Answers of earlier calls: use them (read), keep new ones as well (write).",
)  # fmt: skip
@PRICES
@IMPORT
def derive(
    questions: str, out: Path, way: str, spec: str | None, env: str, split: str, tasks: int | None,
    per_kind: int | None, seed: int, concurrency: int, cache: str, prices: str | None,
) -> None:  # fmt: skip
    """Derive tasks of QUESTIONS with reference queries: a folder in BIRD's layout, or `embedded` (a small set of ours).

    Left out, and counted, are questions whose reference does not run, gives no value, or gives more than is shown of a
    result. constructed: two turns, the reference query and its output as the answer, without thoughts (`agentgym
    thoughts` completes them). interactive: POLICY answers; its episode has reward 1 if its answer agrees.

    \b
    agentgym instruct derive embedded --way constructed --out derived
    agentgym instruct derive BIRD --way interactive --policy openai:gpt-4 --tasks 500 --out derived-gpt4
    agentgym curate derived/run --keep "reward == 1" --out data/derived
    """
    from agentgym import registry
    from agentgym.engine import cost
    from agentgym.instruct import derivation
    from agentgym.report import tables

    if (way == "interactive") != (spec is not None):
        raise OptionError(
            "--policy says what answers interactively; constructed tasks are the reference's own."
        )
    env_id = registry.resolve(env)
    source = derivation.source_of(questions, env_id, out)
    with Steps() as steps:
        selection = derivation.choose(
            source, env_id, split=split, tasks=tasks, per_kind=per_kind, seed=seed, progress=steps
        )
    price_table = cost.load(prices)
    with Board(prices=price_table) as board:
        _, derived = asyncio.run(
            derivation.derive(
                selection, source, out, spec or "expert", way=cast(Any, way), seed=seed, concurrency=concurrency,
                observer=board.row(f"derive {way}"), prices=price_table, cache=cast(Any, cache),
            )
        )  # fmt: skip
    table = _kinds([selection])
    (out / derivation.CARD).write_text(derivation.text(derived), "utf-8")
    tables.print_tables([table])
    click.echo(derivation.said(derived))
    run = out / derivation.RUN
    click.echo(f'Conversations of it: agentgym curate {run} --keep "reward == 1" --out DIR')


@command.command("self-instruct")
@click.argument("env")
@click.option(
    "--generator", required=True, metavar="SPEC", help="Invents tasks: openai:gpt-4?temperature=1 …"
)
@click.option(
    "--solver",
    default=None,
    metavar="SPEC",
    help="Solves them; a second instance of the generator by default.",
)
@click.option("--out", required=True, type=FOLDER, help="Folder; given again, it goes on.")
@click.option("--tasks", default=20, show_default=True, help="Accepted tasks that are wanted.")
@click.option(
    "--calls", default=None, type=int, help="Calls of the generator at most; ten for each task by default."
)
@click.option("--per-call", "count", default=3, show_default=True, help="Tasks that a call asks for.")
@click.option(
    "--shots", default=3, show_default=True, help="Examples in a prompt, from seeds and accepted tasks."
)
@click.option(
    "--runs", default=5, show_default=True, help="Fresh runs in all of which the reference must be accepted."
)
@click.option(
    "--similarity", default=0.7, show_default=True, help="ROUGE-L from which on a task is nearly a known one."
)
@click.option(
    "--required", default=0.95, show_default=True, help="Share of wrong solutions that must be rejected."
)
@click.option("--seed", default=0, show_default=True, help="Of the examples that are drawn.")
@click.option("--concurrency", default=4, show_default=True, help="Calls, and episodes, at once.")
@click.option("--seconds", default=60.0, show_default=True, help="Time limit of one step of the environment.")
@click.option(
    "--max-cost", default=None, type=float, help="US dollars of the generator; then no further round begins."
)
@EMBEDDED_ARG
@PRICES
@IMPORT
def self_instruct(
    env: str, generator: str, solver: str | None, out: Path, tasks: int, calls: int | None, count: int, shots: int,
    runs: int, similarity: float, required: float, seed: int, concurrency: int, seconds: float, max_cost: float | None,
    extra: tuple[str, ...], prices: str | None,
) -> None:  # fmt: skip
    """Let a model invent tasks for ENV (os, db), keep those that stand, and write them as a task file.

    Each task comes with its setting, a reference solution and an evaluation. It is accepted if its words are new, it
    needs no network, its reference is accepted in every fresh run, its evaluation rejects 95 % of wrong solutions (the
    reference with a line less, another number, another file, nothing at all), and the solver solves it. Everything runs
    as episodes of ENV, in its sandbox. The card counts every proposal under one reason.

    \b
    agentgym instruct self-instruct os --generator openai:gpt-4?temperature=1 --tasks 100 --out invented/os
    agentgym instruct self-instruct db --generator openai:gpt-4 --solver openai:gpt-4o --tasks 50 --out invented/db
    agentgym rollout os --data invented/os/tasks.json.zst --split train --policy openai:gpt-4 --out runs/invented
    """
    from agentgym.engine import cost
    from agentgym.instruct import card, record
    from agentgym.instruct.self_instruct import self_instruct as invent
    from agentgym.instruct.self_instruct import settings_of
    from agentgym.registry import make_policy
    from agentgym.report import tables

    if tasks < 1 or concurrency < 1 or (calls is not None and calls < 1):
        raise OptionError("--tasks, --calls and --concurrency are at least 1.")
    inventing = make_policy(generator)
    solving = inventing if solver is None or solver == generator else make_policy(solver)
    settings = settings_of(
        env, inventing, solving, env_args=_arguments(extra), count=count, shots=shots, runs=runs,
        similarity=similarity, required=required, seed=seed, seconds=seconds,
    )  # fmt: skip
    with Steps() as steps:
        folder = asyncio.run(
            invent(
                out, settings, inventing, solving, tasks=tasks, calls=calls or 10 * tasks, max_cost=max_cost,
                concurrency=concurrency, prices=cost.load(prices), progress=steps,
            )
        )  # fmt: skip
    card.write(folder, settings, out / record.CARD)
    tables.print_tables([card.table_of_verdicts(folder), card.table_of_mutations(folder)])
    accepted = sum(p.verdict is record.Verdict.ACCEPTED for p in folder.proposals)
    failed = [c for c in folder.calls if c.error]
    if failed:
        click.echo(f"{len(failed):,} of {len(folder.calls):,} calls failed: {failed[0].error}", err=True)
    click.echo(
        f"{accepted:,} of {len(folder.proposals):,} proposals accepted, after {len(folder.calls):,} calls; the card is "
        f"{out / record.CARD}."
    )
    if accepted:
        click.echo(f"Play them: agentgym rollout {env} --data {out / record.TASKS} --split train …")


def _arguments(extra: tuple[str, ...], **given: str | None) -> dict[str, Any]:
    """Return arguments of an environment: those that have options here, and any others."""
    return environment_args({**given, "extra": extra})


def _kinds(found: list[Selection]) -> Table:
    """Return how many tasks of each kind there are, and how many were chosen."""
    from agentgym.registry import short_name
    from agentgym.report.tables import Column, Table, Value

    columns = [Column("environment"), Column("kind"), Column("tasks", ",d"), Column("chosen", ",d")]
    rows: list[list[Value]] = []
    notes = []
    for selection in found:
        env = short_name(selection.env_id)
        rows += [[env, kind or "–", n, selection.chosen[kind]] for kind, n in selection.available.items()]
        rows.append([env, "all", sum(selection.available.values()), len(selection.ids)])
        if selection.unfit:
            listed = ", ".join(f"{reason} ({count:,})" for reason, count in selection.unfit.items())
            notes.append(f"{env}: left out {sum(selection.unfit.values()):,}: {listed}.")
    return Table("kinds", "Tasks", columns, rows, notes)
