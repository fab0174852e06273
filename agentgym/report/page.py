"""The report as one self-contained page: no network, nothing beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from agentgym.errors import DependencyError
from agentgym.install import hint
from agentgym.messages import Message
from agentgym.registry import short_name
from agentgym.report import tables
from agentgym.report.figures import pictures
from agentgym.report.results import Results, Row
from agentgym.trajectory.categories import RULES
from agentgym.trajectory.episode import Episode
from agentgym.trajectory.index import Index
from agentgym.trajectory.transcript import call_text, transcript
from agentgym.version import __version__

_TEXT = 20_000
"""Characters of a message that are kept."""


def to_html(
    results: Results,
    *,
    viewer: str = "",
    embedded: int = 60,
    compare: bool = True,
    shown: Sequence[tables.Table] | None = None,
) -> str:
    """Return the page.

    Args:
        viewer: address of a running ``agentgym view``; episodes that are not in the page link to it.
        embedded: how many episodes are put into the page whole: some of every error category first.
        compare: with the published numbers.
        shown: the tables; all that the results give by default.

    Raises:
        DependencyError: jinja2 or matplotlib is not installed.
    """
    try:
        import jinja2
    except ImportError:
        raise DependencyError(f"The page needs jinja2: {hint('report')}.") from None
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("page.html.jinja")
    rows, episodes = _tasks(results), [_episode(*chosen) for chosen in _chosen(results, embedded)]
    return template.render(
        title=f"Suite {results.suite.name}",
        version=__version__,
        tables=tables.all_tables(results, compare=compare) if shown is None else shown,
        pictures=pictures(results),
        labels=results.labels,
        rules={name: " ".join((rule.__doc__ or "").split()) for name, rule in RULES.items()},
        data=_script(
            {
                "labels": results.labels,
                "score": results.score,
                "rows": rows,
                "episodes": episodes,
                "viewer": viewer,
            }
        ),
        episodes=results.episodes,
        failed=results.failed,
        unscored=results.unscored,
    )


def _tasks(results: Results) -> list[dict[str, Any]]:
    """Return one row a task: its score and episodes by policy."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in results.rows:
        entry = row.entry
        task = found.setdefault(
            (entry.env_id, entry.task_id),
            {"env": short_name(entry.env_id), "task": entry.task_id, "kind": entry.task_kind, "cells": {}},
        )
        cell = task["cells"].setdefault(row.label, [])
        cell.append([entry.key, row.score, entry.status, entry.steps, entry.categories])
    return [found[k] for k in sorted(found)]


def _chosen(results: Results, count: int) -> list[tuple[Row, Episode]]:
    """Return the episodes that go into the page: in turn one of each policy, environment and category."""
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in results.rows:
        kinds = row.entry.categories or [str(row.ending)]
        for kind in kinds:
            groups.setdefault((row.entry.env_id, row.label, kind), []).append(row)
    chosen: dict[int, Row] = {}
    depth = 0
    while len(chosen) < min(count, len(results.rows)):
        for group in groups.values():
            if depth < len(group) and len(chosen) < count:
                chosen.setdefault(id(group[depth]), group[depth])
        depth += 1
    indexes: dict[Path, Index] = {}
    episodes = []
    for row in chosen.values():
        index = indexes.setdefault(row.folder, Index(row.folder))
        episodes.append((row, index.episode(row.entry)))
    return episodes


def _episode(row: Row, episode: Episode) -> dict[str, Any]:
    sessions = [[_message(m) for m in messages] for messages in transcript(episode)]
    return {
        "key": episode.key, "env": episode.env_id, "task": episode.task_id, "policy": row.label,
        "status": str(episode.status), "score": row.value, "ending": row.ending,
        "added": [_message(m) for m in episode.made], "sessions": sessions,
        "failure": f"{episode.failure.kind}: {episode.failure.message}" if episode.failure else "",
    }  # fmt: skip


def _message(message: Message) -> dict[str, Any]:
    calls = [call_text(call) for call in message.get("tool_calls", ())]
    return {"role": message["role"], "content": _cut(message["content"]), "calls": calls}


def _cut(text: str) -> str:
    return text if len(text) <= _TEXT else f"{text[:_TEXT]}\n… {len(text) - _TEXT:,} characters more"


def _script(value: object) -> str:
    """Return JSON that may stand inside a script element: nothing in it can close the element."""
    text = json.dumps(msgspec.to_builtins(value))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
