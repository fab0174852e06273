"""What an environment could not do that its original does: no fault of the model's, and shown beside its scores.

An environment that stands in for something larger (an embedded database for a server) counts in the metrics of an
episode the ``calls`` of its agent, those that were ``unsupported``, and ``unsupported_internal``, those of them that
ended in an error of the environment's own instead of a refusal in words.
"""

from __future__ import annotations

from agentgym.registry import short_name
from agentgym.report.results import Cell, Results
from agentgym.report.table import Column, Table, Value

CALLS, UNSUPPORTED, INTERNAL = "calls", "unsupported", "unsupported_internal"


def gaps(results: Results) -> Table | None:
    """Return the share of calls that each environment did not do; ``None`` where no environment counts them."""
    columns = [
        Column("policy"), Column("environment"), Column("episodes", "d"), Column("calls", ",d"),
        Column("unsupported", ",d"), Column("internal errors", ",d"), Column("share", ".4f"),
        Column("episodes with one", ",d"), Column("their score", ".4f"), Column("score of the others", ".4f"),
    ]  # fmt: skip
    rows: list[list[Value]] = []
    for label in results.labels:
        for env in results.envs:
            cell = results.cell(env, label)
            if cell is not None and (row := _row(cell)) is not None:
                rows.append([label, short_name(env), *row])
    notes = [
        "Calls that the environment does not do and its original may: no fault of the model's, which is told so. "
        "Internal errors are those of them that it did not foresee: faults to be reported."
    ]
    return Table("gaps", "Not done by the environment", columns, rows, notes) if rows else None


def _row(cell: Cell) -> list[Value] | None:
    counting = [r for r in cell.rows if UNSUPPORTED in r.entry.metrics]
    if not counting:
        return None
    calls, unsupported, internal = (
        round(sum(r.entry.metrics.get(name, 0.0) for r in counting))
        for name in (CALLS, UNSUPPORTED, INTERNAL)
    )
    struck = [r for r in counting if r.entry.metrics[UNSUPPORTED]]
    spared = [r for r in counting if not r.entry.metrics[UNSUPPORTED]]
    share = unsupported / calls if calls else None
    means = [_mean([r.score for r in rows if r.score is not None]) for rows in (struck, spared)]
    return [len(counting), calls or None, unsupported, internal, share, len(struck), *means]


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None
