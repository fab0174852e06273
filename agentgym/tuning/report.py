"""A training's folder as tables and as a page with its curves (`agentgym report DIR`)."""

from __future__ import annotations

import html
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from agentgym.errors import DataError, DependencyError
from agentgym.install import hint
from agentgym.registry import short_name
from agentgym.report.figures import COLOURS, MARKERS, Picture
from agentgym.report.tables import Column, Table, Value, to_markdown
from agentgym.tuning.card import scores_table
from agentgym.tuning.metrics import EvalLine, StepLine, read
from agentgym.tuning.record import read_record

_SHOWN = 12


def tables(folder: Path) -> list[Table]:
    """Return what a training was and what came out.

    Raises:
        DataError: there are no steps yet.
    """
    steps, evals = _lines(folder)
    return [_sources(folder, steps), _course(steps), *([scores_table(evals)] if evals else [])]


def pictures(folder: Path) -> list[Picture]:
    """Draw the curves: losses, scores, shares, the rate and the gradient.

    Raises:
        DataError: there are no steps yet.
        DependencyError: matplotlib is not installed.
    """
    steps, evals = _lines(folder)
    xs = [s.step for s in steps]
    names = list(dict.fromkeys(name for s in steps for name in s.losses))
    losses: dict[str, tuple[list[int], list[float]]] = {"objective": (xs, _smooth([s.loss for s in steps]))}
    for name in names:
        own = [(s.step, s.losses[name]) for s in steps if name in s.losses]
        losses[name] = [x for x, _ in own], _smooth([y for _, y in own])
    drawn = [
        _curve("Loss", "Nats a trained token, by source; means over a fiftieth of the steps.", "nats", losses)
    ]
    if evals:
        envs = list(dict.fromkeys(env for e in evals for env in e.scores))
        scores = {
            short_name(env): ([e.step for e in evals if env in e.scores], [e.scores[env] for e in evals if env in
            e.scores])
            for env in envs
        }  # fmt: skip
        drawn.append(
            _curve("Scores", "Environments played while it trained.", "percent", scores, marked=True)
        )
    shares = {
        "samples": (xs, [100 * s.sample_share for s in steps]),
        "trained tokens": (xs, [100 * s.token_share for s in steps]),
    }
    drawn.append(
        _curve(
            "Share of the agent group",
            "Of all samples, and of all trained tokens, so far.",
            "percent",
            shares,
        )
    )
    drawn.append(_curve("Rate", "Real tokens a second.", "tokens/s", {"rate": (xs, [s.rate for s in steps])}))
    drawn.append(
        _curve("Gradient", "Its norm, before it is clipped.", "norm", {"norm": (xs, [s.norm for s in steps])})
    )
    return drawn


def to_html(folder: Path) -> str:
    """Return the page; it needs nothing beside it.

    Raises:
        DataError: there are no steps yet.
        DependencyError: matplotlib is not installed.
    """
    figures = "\n".join(
        f"<h2>{html.escape(p.title)}</h2><p>{html.escape(p.caption)}</p>{p.svg}" for p in pictures(folder)
    )
    content = "\n".join(_table(t) for t in tables(folder))
    name = html.escape(folder.name)
    style = (
        "body{font:15px/1.45 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem}"
        "table{border-collapse:collapse;margin:1rem 0}th,td{padding:.2rem .6rem;border-bottom:1px solid #ddd}"
        "th,td{text-align:right}"
        "th:first-child,td:first-child{text-align:left}svg{max-width:100%;height:auto}"
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{name}</title><style>{style}</style></head>'
        f"<body><h1>Training {name}</h1>{content}{figures}</body></html>\n"
    )


def markdown(folder: Path) -> str:
    """Return the tables as Markdown."""
    return to_markdown(tables(folder))


def _lines(folder: Path) -> tuple[list[StepLine], list[EvalLine]]:
    lines = read(folder)
    steps = [line for line in lines if isinstance(line, StepLine)]
    if not steps:
        raise DataError(f"{folder} has no step of a training yet.")
    return steps, [line for line in lines if isinstance(line, EvalLine)]


def _sources(folder: Path, steps: Sequence[StepLine]) -> Table:
    """Return what was drawn and trained of each source, and its loss at both ends."""
    record = read_record(folder)
    known = record.sources if record is not None else []
    names = list(dict.fromkeys([*(s["name"] for s in known), *(n for line in steps for n in line.samples)]))
    window = max(1, len(steps) // 20)
    columns = [
        Column("source"), Column("samples", ",d"), Column("tokens", ",d"), Column("trained", ",d"),
        Column("passes", ".2f"), Column("loss at first", ".3f"), Column("at last", ".3f"),
    ]  # fmt: skip
    rows: list[list[Value]] = []
    for name in names:
        count = {s["name"]: s["rows"] for s in known}.get(name)
        drawn, tokens, trained = (
            sum(getattr(s, n).get(name, 0) for s in steps) for n in ("samples", "tokens", "trained")
        )
        ends = [
            _mean([s.losses[name] for s in part if name in s.losses])
            for part in (steps[:window], steps[-window:])
        ]
        rows.append([name, drawn, tokens, trained, drawn / count if count else None, *ends])
    return Table(
        "sources", "What it learned from", columns, rows, ["Losses: means over a twentieth of the steps."]
    )


def _course(steps: Sequence[StepLine]) -> Table:
    """Return some of the steps."""
    columns = [
        Column("step", ",d"), Column("loss", ".3f"), Column("lr", ".2e"), Column("norm", ".2f"),
        Column("agent samples", ".1%"), Column("agent tokens", ".1%"), Column("fill", ".0%"),
        Column("tokens/s", ",.0f"), Column("MFU", ".1%"),
    ]  # fmt: skip
    count = min(_SHOWN, len(steps))
    places = sorted({round(i * (len(steps) - 1) / max(1, count - 1)) for i in range(count)})
    rows: list[list[Value]] = [
        [s.step, s.loss, s.lr, s.norm, s.sample_share, s.token_share, s.fill, s.rate, s.mfu]
        for s in (steps[i] for i in places)
    ]
    return Table("course", "How it went", columns, rows, ["Shares are of everything so far."])


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _smooth(values: Sequence[float]) -> list[float]:
    """Return running means over a fiftieth of the values."""
    window = max(1, len(values) // 50)
    found = []
    for end in range(1, len(values) + 1):
        part = values[max(0, end - window) : end]
        found.append(sum(part) / len(part))
    return found


def _curve(
    title: str,
    caption: str,
    label: str,
    curves: dict[str, tuple[list[int], list[float]]],
    *,
    marked: bool = False,
) -> Picture:
    try:
        import matplotlib
    except ImportError:
        raise DependencyError(f"Curves need matplotlib: {hint('report')}. The tables need nothing.") from None
    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "agentgym", "font.size": 9})
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7.2, 3.0))
    styles: tuple[Any, ...] = ("-", "--", "-.", ":")
    for number, (name, (xs, ys)) in enumerate(curves.items()):
        marker = MARKERS[number % len(MARKERS)] if marked else None
        axes.plot(xs, ys, styles[number % 4], color=COLOURS[number % len(COLOURS)], marker=marker, label=name)
    axes.set_xlabel("step")
    axes.set_ylabel(label)
    axes.grid(True, color="#e6e6e6", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    if len(curves) > 1:
        axes.legend(fontsize=7, frameon=False, loc="upper left", bbox_to_anchor=(1.01, 1.0))
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None}, bbox_inches="tight")
    pyplot.close(figure)
    text = out.getvalue()
    return Picture(title, caption, text[text.index("<svg") :])


def _table(table: Table) -> str:
    head = "".join(f"<th>{html.escape(c.name)}</th>" for c in table.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in table.text(row)) + "</tr>"
        for row in table.rows
    )
    notes = "".join(f"<p>{html.escape(n)}</p>" for n in table.notes)
    return f"<h2>{html.escape(table.title)}</h2><table><tr>{head}</tr>{body}</table>{notes}"
