"""The card of a data set, and the tables that it and the command line show."""

from __future__ import annotations

from pathlib import Path

from agentgym.dataset.contamination.summary import table_of_compared
from agentgym.dataset.files import (
    Origin,
    Thoughts,
    Verification,
    read_comparisons,
    read_origin,
    read_verification,
)
from agentgym.dataset.recipe import ALL
from agentgym.report.tables import Column, Table, Value, to_markdown


def table_of_kept(origin: Origin) -> Table:
    """Return the counts in the form of the paper's Table 1, with the published ones where the recipe has some."""
    published = origin.recipe.published
    columns = [
        Column("environment"), Column("tasks", ",d"), Column("episodes", ",d"), Column("kept", ",d"),
        Column("conversations", ",d"), Column("turns", ".2f"), Column("ratio", ".1%"), Column("with thought", ".1%"),
    ]  # fmt: skip
    completed = any(c.completed for c in origin.counts.values())
    if completed:
        columns.append(Column("thought completed", ".1%"))
    if published.rows:
        columns += [
            Column("tasks (paper)", ",d"), Column("kept (paper)", ",d"), Column("turns (paper)", ".2f"),
            Column("ratio (paper)", ".1%"),
        ]  # fmt: skip
    rows: list[list[Value]] = []
    for env, counted in origin.counts.items():
        own: list[Value] = [
            env, counted.tasks, counted.episodes, counted.kept, counted.rows, counted.turns_per_row, counted.ratio,
            counted.thoughts / counted.turns if counted.turns else None,
        ]  # fmt: skip
        if completed:
            own.append(counted.completed / counted.turns if counted.turns else None)
        if published.rows:
            theirs = published.rows.get(env)
            own += (
                [theirs.instructions, theirs.kept, theirs.turns, theirs.kept / theirs.instructions]
                if theirs
                else [None] * 4
            )
        rows.append(own)
    if len(rows) > 1:
        rows.append(_total(origin, len(columns), completed))
    notes = ["turns: trained turns of a conversation on average. ratio: tasks of which an episode was kept."]
    if published.rows:
        notes.append(f"(paper): {published.source}.")
    inexact = sum(c.inexact for c in origin.counts.values())
    if inexact:
        notes.append(
            f"{inexact} conversations are not exact: at some turn the model saw something else than what stands "
            "before it here (its history was cut or rewritten)."
        )
    return Table("kept", "What was kept", columns, rows, notes)


def table_of_sources(origin: Origin) -> Table:
    """Return where the rows come from, who answered, with which version, and the licences."""
    columns = [
        Column("source"), Column("data"), Column("split"), Column("answered by"), Column("version"), Column("licence"),
        Column("conversations", ",d"),
    ]  # fmt: skip
    rows: list[list[Value]] = [
        [s.source, s.data, s.split, s.answered, s.version, s.licence or "not stated", s.rows]
        for s in origin.sources
    ]
    notes = ["licence: of the source's texts; what a model answered is subject to its maker's terms as well."]
    return Table("sources", "Sources", columns, rows, notes)


def table_of_dropped(origin: Origin) -> Table:
    """Return how many episodes were dropped, by environment and reason."""
    reasons = list(dict.fromkeys(r for c in origin.counts.values() for r in c.dropped))
    columns = [Column("environment"), *(Column(r, ",d") for r in reasons), Column("dropped", ",d")]
    rows: list[list[Value]] = [
        [env, *(c.dropped.get(r, 0) for r in reasons), sum(c.dropped.values())]
        for env, c in origin.counts.items()
    ]
    return Table("dropped", "What was dropped, and why", columns, rows, ["Each episode counts once."])


def card(folder: Path) -> str:
    """Return the text of a data set's card, made of its files."""
    origin = read_origin(folder)
    facts = [f"Made by agentgym {origin.framework} from {', '.join(origin.runs) or 'no run'}."]
    facts += _recipe(origin) if origin.counts else []
    facts += map(thoughts, origin.thoughts)
    facts.append(replayed(read_verification(folder)))
    if origin.damaged is not None:
        wrong = ", ".join(f"{count:,} {what}" for what, count in origin.damaged.items())
        facts.append(f"Cut, or without an answer: {wrong or 'none of the conversations'}.")
    comparisons = read_comparisons(folder)
    facts += [] if comparisons else ["Contamination: not measured yet."]
    form = (
        "One conversation a line of `rows.jsonl`: `messages` (training learns from an assistant's turn where `loss` is "
        "true), `tools`, `source` (where it comes from) and `certificate` (what `agentgym verify` executes again)."
    )
    parts = ["# Conversations", form, "\n".join(f"* {f}" for f in facts)]
    tables = [table_of_sources(origin)] if origin.sources else []
    tables += [table_of_kept(origin), table_of_dropped(origin)] if origin.counts else []
    tables += [table_of_compared(comparisons)] if comparisons else []
    parts += [to_markdown(tables)] if tables else []
    return "\n\n".join(parts).rstrip() + "\n"


def thoughts(made: Thoughts) -> str:
    """Return what a completion of thoughts did, as one sentence."""
    refused = ", ".join(f"{reason} {count:,}" for reason, count in made.refused.items())
    return (
        f"Thoughts completed afterwards by `{made.policy}`, given the action that follows: {made.completed:,} of "
        f"{made.asked:,} turns"
        + (f" (left without: {refused})." if refused else ".")
        + " `source.completed` names them; no action was changed."
    )


def replayed(verification: Verification | None) -> str:
    """Return what is known about executing the rows again, as one sentence."""
    if verification is None:
        return "Not executed again yet: `agentgym verify`."
    return (
        f"Executed again by agentgym {verification.framework}: {verification.same:,} of {verification.rows:,} rows "
        f"came out as they say, {verification.different:,} differed, {verification.unprovable:,} carry no certificate."
    )


def _recipe(origin: Origin) -> list[str]:
    """Return what was kept of runs, as sentences."""
    recipe = origin.recipe
    strips = [env for env in origin.counts if recipe.strips(env)]
    near = "kept" if recipe.near is None else f"left out from a similarity of {recipe.near:g} on"
    best = "all" if recipe.best is None else f"the best {recipe.best}"
    caps = ", ".join(f"{'any' if env == ALL else env} {cap}" for env, cap in recipe.caps.items())
    return [
        f"Filter: `{recipe.keep or '(none)'}`"
        + (f", of the preset `{recipe.name}`." if recipe.name else "."),
        f"Exact duplicates {'left out' if recipe.exact else 'kept'}; near duplicates {near}; of a task {best} "
        "episodes.",
        *([f"Episodes of an environment at most: {caps}; drawn with seed {recipe.seed}."] if caps else []),
        f"Demonstrations are stripped of: {', '.join(strips) or 'nothing'}.",
        "The same filter over the same log gives the same rows.",
    ]


def _total(origin: Origin, width: int, completed: bool) -> list[Value]:
    counts = origin.counts.values()
    tasks, rows, turns = (sum(getattr(c, n) for c in counts) for n in ("tasks", "rows", "turns"))
    own: list[Value] = [
        "total", tasks, sum(c.episodes for c in counts), sum(c.kept for c in counts), rows,
        turns / rows if rows else None, sum(c.kept_tasks for c in counts) / tasks if tasks else None,
        sum(c.thoughts for c in counts) / turns if turns else None,
    ]  # fmt: skip
    if completed:
        own.append(sum(c.completed for c in counts) / turns if turns else None)
    return own + [None] * (width - len(own))
