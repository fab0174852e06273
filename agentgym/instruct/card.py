"""The card of a self-instruct folder, and the tables that it and the command line show."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from agentgym.instruct.record import SOLVED, TASKS, Folder, Settings, Verdict
from agentgym.registry import short_name
from agentgym.report.tables import Column, Table, Value, to_markdown
from agentgym.version import framework


def table_of_verdicts(folder: Folder) -> Table:
    """Return what became of the proposals, by the kind that was asked for."""
    proposals = folder.proposals
    kinds = list(dict.fromkeys(p.kind for p in proposals))
    verdicts = [v for v in Verdict if any(p.verdict is v for p in proposals)]
    columns = [Column("asked for"), Column("proposed", ",d"), *(Column(v.value, ",d") for v in verdicts)]
    columns.append(Column("accepted of proposed", ".1%"))
    rows: list[list[Value]] = []
    for kind in [*kinds, None] if len(kinds) != 1 else kinds:
        own = [p for p in proposals if kind is None or p.kind == kind]
        counts = Counter(p.verdict for p in own)
        share = counts[Verdict.ACCEPTED] / len(own) if own else None
        rows.append(["total" if kind is None else kind, len(own), *(counts[v] for v in verdicts), share])
    return Table(
        "verdicts",
        "What became of the proposals",
        columns,
        rows,
        ["Each counts once, under the first reason."],
    )


def table_of_mutations(folder: Folder) -> Table:
    """Return how many wrong solutions the evaluations rejected: of the tasks that got so far, and of the accepted."""
    columns = [
        Column("tasks"), Column("number", ",d"), Column("wrong solutions", ",d"), Column("rejected", ",d"),
        Column("rate", ".1%"), Column("the same as the reference", ",d"),
    ]  # fmt: skip
    tried = [p for p in folder.proposals if p.wrong]
    rows: list[list[Value]] = []
    for name, own in (
        ("tried out", tried),
        ("accepted", [p for p in tried if p.verdict is Verdict.ACCEPTED]),
    ):
        wrong, rejected = sum(p.wrong for p in own), sum(p.rejected for p in own)
        rate = rejected / wrong if wrong else None
        rows.append([name, len(own), wrong, rejected, rate, sum(p.equivalent for p in own)])
    notes = [
        "A mutation that leaves the same behind as the reference solution is not wrong, and not counted."
    ]
    return Table("mutations", "Wrong solutions that the evaluations rejected", columns, rows, notes)


def write(folder: Folder, settings: Settings, path: Path) -> None:
    """Write the card of a folder."""
    path.write_text(text(folder, settings), "utf-8", errors="backslashreplace")


def text(folder: Folder, settings: Settings) -> str:
    """Return the card."""
    calls, proposals = folder.calls, folder.proposals
    env = short_name(settings.env_id).lower()
    accepted = sum(p.verdict is Verdict.ACCEPTED for p in proposals)
    failed = [c for c in calls if c.error]
    tokens = sum(c.usage.completion_tokens for c in calls if c.usage)
    priced = [c.cost for c in calls if c.cost is not None]
    arguments = ", ".join(f"{k}={v!r}" for k, v in settings.env_args.items()) or "none"
    facts = [
        f"Made by agentgym {framework()} for {settings.env_id} (arguments: {arguments}).",
        f"Invented by `{settings.generator}`, solved by `{settings.solver}`; inventor {settings.inventor}, seed "
        f"{settings.seed}.",
        f"{len(calls):,} calls of {settings.count} tasks with {settings.shots} examples"
        + (f", {len(failed):,} of them failed (first: {failed[0].error})" if failed else "")
        + (f"; {tokens:,} tokens written" if tokens else "")
        + (f", {sum(priced):.2f} $." if priced else "."),
        f"{len(proposals):,} proposals, {accepted:,} accepted"
        + (f" ({accepted / len(proposals):.1%})." if proposals else "."),
        f"Valid is a task whose reference solution is accepted in {settings.runs} of {settings.runs} fresh runs, whose "
        f"evaluation rejects at least {settings.required:.0%} of wrong solutions (doing nothing always), that runs no "
        f"command that needs a network, and whose words are less than {settings.similarity:g} (ROUGE-L) like any "
        "other's and like any embedded test task's.",
        "Accepted is a valid task that the solver solved.",
    ]
    play = (
        f"Play them: `agentgym rollout {env} --data {TASKS} --split train …`. Where each task comes from stands beside "
        f"it in the file. The solver's conversations: `agentgym curate {SOLVED} --keep 'reward == 1' --out DIR`."
    )
    parts = [
        "# Invented tasks",
        "\n".join(f"* {f}" for f in facts),
        play if accepted else "No task was accepted.",
    ]
    if proposals:
        parts.append(to_markdown([table_of_verdicts(folder), table_of_mutations(folder)]))
        parts += _examples(folder)
    return "\n\n".join(parts).rstrip() + "\n"


def _examples(folder: Folder) -> list[str]:
    """Return, for each reason, the first proposal that it was held against."""
    lines = []
    for verdict in Verdict:
        found = next((p for p in folder.proposals if p.verdict is verdict and p.detail), None)
        if found is not None and verdict is not Verdict.ACCEPTED:
            lines.append(f"* {verdict.value} (call {found.call}): {' '.join(found.detail.split())}")
    return ["## The first of each reason", "\n".join(lines)] if lines else []
