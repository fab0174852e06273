"""Parsed statements."""

from __future__ import annotations

from typing import Any, NamedTuple

Node = tuple[Any, ...]
"""An expression: its kind, then its parts. Kinds: ``lit value type``, ``col table name``, ``star table``, ``call name
arguments options``, ``op sign left right``, ``not x``, ``neg x``, ``compl x``, ``is x what negated``, ``in x items
negated``, ``between x low high negated``, ``like x pattern escape negated``, ``regexp x pattern negated``, ``case x
whens else``, ``cast x type``, ``binary x``, ``collate x name``, ``query select``, ``exists select``, ``any sign x select
all``, ``interval x unit``, ``row items``, ``default``, ``values name``, ``agg name arguments distinct options``, ``win name
arguments number partition order frame`` (the partition is a name where a window is named)."""


class Item(NamedTuple):
    """A column of a result: an expression, its name, and how it was written."""

    node: Node
    alias: str
    text: str


class Source(NamedTuple):
    """A table in FROM: ``table`` and ``database``, or a query, or a join."""

    kind: str
    table: str = ""
    alias: str = ""
    query: Any = None
    left: Any = None
    right: Any = None
    join: str = ""
    on: Node | None = None
    using: tuple[str, ...] = ()
    database: str = ""
    columns: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


class Select(NamedTuple):
    """A SELECT."""

    items: tuple[Item, ...]
    source: Source | None
    where: Node | None
    group: tuple[Node, ...]
    having: Node | None
    order: tuple[tuple[Node, bool], ...]
    limit: tuple[int, int] | None
    distinct: bool
    rollup: bool


class Union(NamedTuple):
    """Two queries as one; ``kind`` is UNION, EXCEPT or INTERSECT.

    ``chained``: the left is the beginning of the same chain and not in parentheses; the types of its columns are those of
    all parts of a chain together.
    """

    kind: str
    every: bool
    left: Any
    right: Any
    order: tuple[tuple[Node, bool], ...] = ()
    limit: tuple[int, int] | None = None
    chained: bool = False


class With(NamedTuple):
    """A query with named queries before it: name, columns, query; which may be about themselves if ``recursive``."""

    named: tuple[tuple[str, tuple[str, ...], Any], ...]
    query: Any
    recursive: bool = False


class Insert(NamedTuple):
    """INSERT and REPLACE."""

    table: tuple[str, str]
    columns: tuple[str, ...] | None
    rows: tuple[tuple[Node, ...], ...] | None
    query: Any
    duplicate: tuple[tuple[str, Node], ...]
    ignore: bool
    replace: bool


class Update(NamedTuple):
    """UPDATE."""

    source: Source
    changes: tuple[tuple[str, str, Node], ...]
    where: Node | None
    order: tuple[tuple[Node, bool], ...]
    limit: int | None


class Delete(NamedTuple):
    """DELETE; ``targets`` are named where there are joins."""

    source: Source
    targets: tuple[str, ...]
    where: Node | None
    order: tuple[tuple[Node, bool], ...]
    limit: int | None


class ColumnSpec(NamedTuple):
    """A column of CREATE TABLE."""

    name: str
    declared: str
    type: Any
    required: bool = False
    key: str = ""
    auto: bool = False
    default: Node | None = None


class Create(NamedTuple):
    """CREATE TABLE, or of a VIEW."""

    kind: str
    name: tuple[str, str]
    columns: tuple[ColumnSpec, ...]
    keys: tuple[tuple[str, tuple[str, ...]], ...]
    query: Any
    like: tuple[str, str] | None
    exists_ok: bool
    replace: bool = False
    temporary: bool = False
    remarked: bool = False


class Other(NamedTuple):
    """Anything smaller: what it is, and its parts."""

    kind: str
    parts: tuple[Any, ...] = ()


def holds(node: Any, *beginning: Any) -> bool:
    """Return whether an expression holds one that begins so: a column (``"col"``), a call by name (``"call", "ABS"``).

    Queries within are not looked into.
    """
    if not isinstance(node, tuple) or hasattr(node, "_fields"):
        return False
    return node[: len(beginning)] == beginning or any(holds(part, *beginning) for part in node)


def holds_query(node: Any) -> bool:
    """Return whether there is a query within an expression."""
    if isinstance(node, (Select, Union, With)):
        return True
    return isinstance(node, tuple) and not hasattr(node, "_fields") and any(map(holds_query, node))
