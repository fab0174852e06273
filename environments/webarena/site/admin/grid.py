"""Grids: lists with filters, as every part of the administration has them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from werkzeug.wrappers import Response

from agentgym.environments.webarena.site.web import Pages, Row, Site, Visit, like

SIZE = 20


class Filter(NamedTuple):
    """A filter of a grid: its parameter, its label, the condition with one ``?``, and the choices of a list."""

    name: str
    label: str
    condition: str
    choices: Sequence[str] = ()
    contains: bool = False


def grid(
    site: Site,
    visit: Visit,
    title: str,
    statement: str,
    columns: Sequence[tuple[str, Callable[[Row], object]]],
    link: Callable[[Row], str] | None,
    filters: Sequence[Filter],
    *,
    order: str = "id",
    new: str = "",
) -> Response:
    """Return the page of a grid.

    Args:
        site: the site.
        visit: the request; its parameters are the filters.
        title: the heading.
        statement: ``select`` without conditions, of a query with the filters' columns.
        columns: headings, and what stands below each.
        link: where a row leads; ``None`` for nowhere.
        filters: the filters.
        order: what the rows are ordered by.
        new: where a new entry is made; empty for nowhere.
    """
    where, values = ["1"], list[object]()
    for one in filters:
        wanted = visit.arg(one.name)
        if wanted:
            where.append(one.condition)
            values.append(like(wanted) if one.contains else wanted)
    pages = Pages(visit, f"{statement} where {' and '.join(where)} order by {order}", values, size=SIZE)
    rows: list[dict[str, Any]] = [
        {"cells": [tell(row) for _, tell in columns], "link": link(row) if link else ""} for row in pages.rows
    ]
    return site.render(
        visit, "grid.html", title=title, rows=rows, pages=pages, columns=[name for name, _ in columns],
        filters=[(f.name, f.label, f.choices, visit.arg(f.name)) for f in filters], new=new,
    )  # fmt: skip
