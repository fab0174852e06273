"""The tables of a report: built once, shown on a terminal, as Markdown, CSV, JSON or HTML."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import msgspec

from agentgym.registry import short_name
from agentgym.report import statistics
from agentgym.report.gaps import gaps
from agentgym.report.overall import Overall
from agentgym.report.results import Cell, Results
from agentgym.report.table import Column as Column
from agentgym.report.table import Table as Table
from agentgym.report.table import Value as Value
from agentgym.trajectory.categories import NAMES

_SPREAD = "± standard error (clustered by task), 95 % interval in brackets."
_PRIMARY = f"Score in percent {_SPREAD} Overall: mean of score / weight over the suite's environments."
_OTHER = f"The score {{!r}}, as it was given, {_SPREAD}"


def scores(results: Results, *, compare: bool = False) -> Table:
    """Return the main table: one policy a row, one environment a column, the paper's overall of each group.

    Args:
        compare: with the published models' rows below ours.
    """
    columns = [Column("policy"), *(Column(short_name(e)) for e in results.envs)]
    groups = results.groups() if results.primary else []
    columns += [Column(f"overall {g}".strip()) for g in groups]
    rows: list[list[Value]] = []
    for label in results.labels:
        cells = [_score(results.cell(env, label), percent=results.primary) for env in results.envs]
        found = [results.group_overall(label, g) if g else results.overall(label) for g in groups]
        rows.append([label, *cells, *map(_overall, found)])
    notes = [_PRIMARY if results.primary else _OTHER.format(results.score)]
    absent = [short_name(e.env) for e in results.suite.environments if e.env not in results.envs]
    if absent:
        notes.append(
            f"Suite {results.suite.name}: no episodes of {', '.join(absent)}; the overall is over the rest."
        )
    if results.unscored:
        notes.append(
            f"{results.unscored} of {results.episodes} episodes are unscored: they have ended, and their score "
            f"{results.score!r} is not given yet (`agentgym score`). They are left out."
        )
    if results.failed:
        notes.append(
            f"{results.failed} of {results.episodes} episodes failed for reasons of the machinery; they are no "
            "zeros, they are left out. --retry-errors runs them again."
        )
    if compare and results.primary and results.published.models:
        published = results.published
        played = {published.group(e) for e in results.envs}
        for number, model in enumerate(published.models):
            figures: list[Value] = [_percent(published.score(env, model)) for env in results.envs]
            printed = [
                published.overall.get(g or results.suite.name) if played & {g or results.suite.name} else None
                for g in groups
            ]
            if groups == [""] and len(played) > 1:
                printed = [None]
            rows.append([f"{model} (paper)", *figures, *(f"{p[number]:.2f}" if p else "–" for p in printed)])
        notes.append(f"(paper): {published.source}; its overall is over all tasks of the suite.")
    title = f"Suite {results.suite.name}" + ("" if results.primary else f", {results.score}")
    return Table("scores", title, columns, rows, notes)


def details(results: Results) -> Table:
    """Return what each cell of the main table is made of, in raw numbers."""
    columns = [
        Column("policy"), Column("environment"), Column("metric"), Column("score", ".4f"), Column("stderr", ".4f"),
        Column("low", ".4f"), Column("high", ".4f"), Column("tasks", "d"), Column("episodes", "d"),
        Column("unscored", "d"), Column("failed", "d"), Column("steps", ".2f"), Column("tokens", ",.0f"),
        Column("cost", ".4f"), Column("task limit", ".3f"),
    ]  # fmt: skip
    rows: list[list[Value]] = []
    for label in results.labels:
        for env in results.envs:
            cell = results.cell(env, label)
            if cell is None:
                continue
            limits = cell.interval
            rows.append(
                [
                    label, short_name(env), cell.metric, cell.score, cell.stderr, limits.low if limits else None,
                    limits.high if limits else None, len(cell.by_task), len(cell.scored), cell.unscored, cell.failed,
                    cell.mean_steps, cell.mean_tokens, cell.cost,
                    cell.categories.get("task_limit", 0.0) if cell.scored else None,
                ]
            )  # fmt: skip
    notes = [
        "Fractions. Steps and tokens: mean of an episode. Cost: US dollars of all episodes; – if unknown."
    ]
    return Table("details", "Details", columns, rows, notes)


def spending(results: Results) -> Table | None:
    """Return tokens and cost of each policy on each environment, ``None`` where nobody counted any."""
    columns = [Column("policy"), Column("environment"), Column("tokens", ",d"), Column("a task", ",.0f")]
    columns += [Column("cost", ".4f"), Column("a task", ".4f")]
    rows: list[list[Value]] = []
    for label in results.labels:
        for env in results.envs:
            cell = results.cell(env, label)
            if cell is not None and cell.tokens:
                tasks = max(1, len({r.entry.task_id for r in cell.rows}))
                each = None if cell.cost is None else cell.cost / tasks
                rows.append([label, short_name(env), cell.tokens, cell.tokens / tasks, cell.cost, each])
    notes = [
        "Over all episodes, failures included. US dollars, as the server said or by the price table (--prices FILE); "
        "– where the model has no price."
    ]
    return Table("spending", "Tokens and cost", columns, rows, notes) if rows else None


def repeated(results: Results) -> Table | None:
    """Return pass@k and pass^k, ``None`` where no task was played twice, or the score is not the primary one."""
    if not results.primary:
        return None
    most = max((c.repeats for c in results.cells.values()), default=0)
    if most < 2:
        return None
    ks = sorted({k for k in (1, 2, 4, 8, 16, 32) if k <= most} | {most})
    columns = [Column("policy"), Column("environment"), Column("repeats", "d")]
    columns += [Column(f"pass@{k}", ".3f") for k in ks] + [Column(f"pass^{k}", ".3f") for k in ks]
    rows: list[list[Value]] = []
    for label in results.labels:
        for env in results.envs:
            cell = results.cell(env, label)
            if cell is None or not cell.repeats:
                continue
            at: list[Value] = [cell.pass_at(k) if k <= cell.repeats else None for k in ks]
            hat: list[Value] = [cell.pass_hat(k) if k <= cell.repeats else None for k in ks]
            rows.append([label, short_name(env), cell.repeats, *at, *hat])
    notes = ["pass@k: at least one of k episodes has reward 1; pass^k: all of them have. Unbiased estimates."]
    return Table("repeats", "Repeats", columns, rows, notes)


def comparisons(results: Results) -> Table | None:
    """Return the paired tests between all policies; ``None`` with fewer than two."""
    found: list[tuple[str, str, str, statistics.PairedTest]] = []
    for env in results.envs:
        for first, second in combinations(results.labels, 2):
            a, b = results.cell(env, first), results.cell(env, second)
            test = statistics.compare(a.by_task, b.by_task) if a is not None and b is not None else None
            if test is not None:
                found.append((short_name(env), first, second, test))
    if not found:
        return None
    corrected = statistics.holm([t.p for *_, t in found])
    columns = [
        Column("environment"), Column("first"), Column("second"), Column("difference", "+.4f"),
        Column("low", "+.4f"), Column("high", "+.4f"), Column("p", ".2g"), Column("p (Holm)", ".2g"),
        Column("tasks", "d"), Column("detectable", ".4f"), Column("effect", "+.2f"), Column("tasks needed", ",d"),
        Column("test"),
    ]  # fmt: skip
    rows: list[list[Value]] = [
        [
            env, first, second, t.difference, t.interval.low, t.interval.high, t.p, p, t.tasks, t.detectable,
            t.effect, t.needed, t.method,
        ]
        for (env, first, second, t), p in zip(found, corrected, strict=True)
    ]  # fmt: skip
    notes = [
        "First minus second on the tasks that both were scored on. Holm corrects for all tests of this table. "
        "Detectable: the smallest true difference that this many tasks find in 80 % of experiments at the 5 % level. "
        "Effect: the difference in standard deviations of the paired differences. Tasks needed: to find a true "
        "difference of the size seen here, as often."
    ]
    return Table("comparisons", "Paired comparisons", columns, rows, notes)


def errors(results: Results, *, compare: bool = False) -> Table:
    """Return the shares of episodes in each error category.

    Args:
        compare: with the shares of the paper's Figure 3.
    """
    columns = [Column("policy"), Column("environment"), Column("episodes", "d")]
    columns += [Column(name.replace("_", " "), ".3f") for name in NAMES]
    rows: list[list[Value]] = []
    for label in results.labels:
        for env in results.envs:
            cell = results.cell(env, label)
            if cell is not None and cell.scored:
                shares = [cell.categories.get(name, 0.0) for name in NAMES]
                rows.append([label, short_name(env), len(cell.scored), *shares])
    notes = ["Share of scored episodes; an episode can be in several categories. Rules: docs/errors.md."]
    if compare and results.published.errors:
        for panel in results.published.errors:
            if not set(panel.envs) & set(results.envs):
                continue
            together = "+".join(short_name(e) for e in panel.envs)
            for number, model in enumerate(panel.models):
                values: list[Value] = [panel.shares[n][number] if n in panel.shares else None for n in NAMES]
                rows.append([f"{model} (paper)", together, None, *values])
        notes.append(f"(paper): {results.published.source}.")
    return Table("errors", "Error categories", columns, rows, notes)


def all_tables(results: Results, *, compare: bool = False) -> list[Table]:
    """Return every table that has something to show."""
    tables = [
        scores(results, compare=compare), details(results), spending(results), repeated(results), comparisons(results),
        errors(results, compare=compare), gaps(results),
    ]  # fmt: skip
    return [t for t in tables if t is not None]


def to_markdown(tables: Sequence[Table]) -> str:
    """Return tables as Markdown."""
    parts = []
    for table in tables:
        lines = [f"## {table.title}", "", "| " + " | ".join(c.name for c in table.columns) + " |"]
        lines.append("|" + "|".join(" --- " if not c.form else " ---: " for c in table.columns) + "|")
        lines += ["| " + " | ".join(_cell(t) for t in table.text(row)) + " |" for row in table.rows]
        parts.append("\n".join([*lines, "", *table.notes]))
    return "\n\n".join(parts) + "\n"


def to_csv(tables: Sequence[Table]) -> str:
    """Return tables as one CSV text: table by table, each with its name in the first column."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for number, table in enumerate(tables):
        if number:
            writer.writerow([])
        writer.writerow(["table", *table.keys()])
        writer.writerows([table.name, *("" if v is None else v for v in row)] for row in table.rows)
    return out.getvalue()


def to_json(tables: Sequence[Table]) -> bytes:
    """Return tables as JSON: ``{table: [{column: value}]}``, raw values."""
    content: dict[str, Any] = {
        t.name: [dict(zip(t.keys(), row, strict=True)) for row in t.rows] for t in tables
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=2)


def print_tables(tables: Sequence[Table]) -> None:
    """Print tables on the terminal."""
    from rich import box
    from rich.console import Console
    from rich.table import Table as Shown

    console = Console()
    if not console.is_terminal:  # A file or a pipe wraps for itself; squeezed columns cannot be read.
        console = Console(width=max(console.width, 150))
    for table in tables:
        shown = Shown(title=table.title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
        for number, column in enumerate(table.columns):
            shown.add_column(
                column.name, justify="right" if column.form else "left", overflow="fold", no_wrap=not number
            )
        for number, row in enumerate(table.rows):
            if number and any("\n" in str(v) for v in row):
                shown.add_row()
            shown.add_row(*(t.replace("[", r"\[") for t in table.text(row)))
        console.print(shown)
        for note in table.notes:
            console.print(note, style="dim", markup=False, highlight=False)
        console.print()


def _score(cell: Cell | None, *, percent: bool) -> str | None:
    if cell is None:
        return None
    apart = [f"{n} {what}" for n, what in ((cell.failed, "failed"), (cell.unscored, "unscored")) if n]
    if cell.score is None:
        return f"– ({', '.join(apart)})"
    factor, form = (100.0, ".1f") if percent else (1.0, ".3f")
    text = f"{factor * cell.score:{form}}"
    if cell.stderr is not None:
        text += f" ± {factor * cell.stderr:{form}}"
    if cell.interval is not None:
        text += f"\n[{factor * cell.interval.low:{form}}, {factor * cell.interval.high:{form}}]"
    return ", ".join([text, *apart])


def _overall(overall: Overall | None) -> str | None:
    if overall is None:
        return None
    part = "" if overall.parts == overall.of else f"\n{overall.parts} of {overall.of} environments"
    spread = f"\n[{overall.interval.low:.2f}, {overall.interval.high:.2f}]" if overall.interval else ""
    return f"{overall.value:.2f}{spread}{part}"


def _percent(score: float | None) -> str | None:
    return None if score is None else f"{score:.1f}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
