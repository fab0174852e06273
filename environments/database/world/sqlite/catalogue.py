"""``SHOW``, ``DESCRIBE`` and ``EXPLAIN``: answered from SQLite's own tables, in the server's form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from agentgym.environments.database.world.sqlite.dialect import NotTranslated
from agentgym.environments.database.world.sqlite.functions import like

Fetch = Callable[[str], list[tuple[Any, ...]]]


def answer(tree: exp.Expr, fetch: Fetch) -> list[tuple[Any, ...]]:
    """Return the rows of a statement about the database.

    Args:
        tree: a ``Show`` or ``Describe`` of sqlglot.
        fetch: runs a query of ours.

    Raises:
        NotTranslated: what is shown is not there, or cannot be shown.
    """
    if isinstance(tree, exp.Describe):
        if not isinstance(tree.this, exp.Table):
            raise NotTranslated("1235 (42000): EXPLAIN of a statement is not supported; run it")
        return _columns(tree.this.name, fetch, full=False)
    if not isinstance(tree, exp.Show):
        raise NotTranslated("1235 (42000): This statement is not supported")
    what, target = str(tree.name).upper(), tree.args.get("target")
    name = target.name if target is not None else ""
    if what in ("TABLES", "FULL TABLES"):
        rows: list[tuple[Any, ...]] = [(n,) for n in _tables(fetch)]
    elif what in ("DATABASES", "SCHEMAS"):
        rows = [("information_schema",), ("task",)]
    elif what == "COLUMNS":
        rows = _columns(name, fetch, full=bool(tree.args.get("full")))
    elif what == "CREATE TABLE":
        rows = [(name, _definition(name, fetch))]
    elif what in ("INDEX", "INDEXES", "KEYS", "WARNINGS", "ERRORS"):
        rows = []
    else:
        raise NotTranslated(f"1227 (42000): Access denied; SHOW {what} is not allowed for this account")
    pattern = tree.args.get("like")
    return [r for r in rows if pattern is None or like(pattern.name, r[0])]


def _tables(fetch: Fetch) -> list[str]:
    rows = fetch("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name")
    return [r[0] for r in rows if not r[0].startswith("sqlite_")]


def _columns(table: str, fetch: Fetch, *, full: bool) -> list[tuple[Any, ...]]:
    rows = fetch(f'SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info({_text(table)})')
    if not rows:
        raise NotTranslated(f"1146 (42S02): Table 'task.{table}' doesn't exist")
    found: list[tuple[Any, ...]] = []
    for name, kind, required, default, key in rows:
        shown = (
            name,
            kind.lower(),
            *(["utf8mb4_0900_ai_ci"] if full else []),
            "NO" if required or key else "YES",
        )
        found.append((*shown, "PRI" if key else "", default, "", *(["", ""] if full else [])))
    return found


def _definition(table: str, fetch: Fetch) -> str:
    rows = fetch(
        f"SELECT sql FROM sqlite_master WHERE name = {_text(table)} COLLATE NOCASE AND sql IS NOT NULL"
    )
    if not rows:
        raise NotTranslated(f"1146 (42S02): Table 'task.{table}' doesn't exist")
    return str(rows[0][0]).replace(" COLLATE AI_CI", "")


def _text(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"
