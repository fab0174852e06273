"""Altering tables: columns and keys added, changed and dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agentgym.environments.database.world.mysql.creation import Creation
from agentgym.environments.database.world.mysql.errors import server_error, unsupported
from agentgym.environments.database.world.mysql.nodes import (
    ColumnSpec,
)
from agentgym.environments.database.world.mysql.queries.plan import Rows
from agentgym.environments.database.world.mysql.queries.queries import Queries
from agentgym.environments.database.world.mysql.tables import Table, stored


class Alterations(Creation):
    """Alters tables."""

    def _alter(self, name: tuple[str, str], steps: tuple[tuple[Any, ...], ...]) -> Rows:
        queries = self._queries
        assert queries is not None
        table = self._table(*name)
        if len(steps) > 1:
            self._check_steps(steps)
        elif steps[0][0] == "RENAME":
            self._rename_table(table, steps[0][1])
            return []
        changed = table.copy()
        for step in sorted(steps, key=lambda s: s[0] == "KEY"):
            self._altered(changed, step, queries)
        self._check_names(changed)
        self._check_auto(changed)
        self.tables[changed.name] = changed
        return []

    def _check_steps(self, steps: tuple[tuple[Any, ...], ...]) -> None:
        """Check that several alterations do not depend on one another."""
        if any(s[0] not in ("ADD", "DROP", "KEY", "SAY") for s in steps):
            raise unsupported("such alterations at once")
        names = [(s[1].name if s[0] == "ADD" else s[1]).lower() for s in steps if s[0] in ("ADD", "DROP")]
        if len(set(names)) < len(names):
            raise unsupported("several alterations of one column at once")

    def _altered(self, changed: Table, step: tuple[Any, ...], queries: Queries) -> None:
        if step[0] == "KEY":
            self._add_key(changed, *step[1])
        elif step[0] == "UNKEY":
            self._drop_key(changed, step[1])
        elif step[0] == "SAY":
            changed.remarked = changed.remarked or step[1]
        elif step[0] == "ADD":
            self._add_column(changed, step[1], step[2:], queries)
        elif step[0] == "DROP":
            self._drop_column(changed, step[1])
        elif step[0] == "COLUMN":
            place = self._place(changed, step[1])
            changed.columns[place] = changed.columns[place].copy(name=step[2])
        else:
            self._change_column(changed, step[1], step[2], step[3:], queries)

    def _drop_key(self, table: Table, name: str) -> None:
        if name.upper() == "PRIMARY":
            if not table.primary:
                raise server_error(1091, "42000", "Can't DROP INDEX `PRIMARY`; check that it exists")
            if table.unique:
                raise unsupported("DROP PRIMARY KEY beside another key")
            table.primary = ()
            return
        kept = [(n, k) for n, k in table.unique if n.lower() != name.lower()]
        indexes = [(n, k) for n, k in table.indexes if n.lower() != name.lower()]
        if len(kept) + len(indexes) == len(table.unique) + len(table.indexes):
            raise server_error(1091, "42000", f"Can't DROP INDEX `{name}`; check that it exists")
        table.unique, table.indexes = kept, indexes

    def _unindex(self, name: str, table: tuple[str, str]) -> Rows:
        changed = self._table(*table).copy()
        self._drop_key(changed, name)
        self._check_auto(changed)
        self.tables[changed.name] = changed
        return []

    def _place(self, table: Table, name: str) -> int:
        place = table.place(name)
        if place < 0:
            raise server_error(1054, "42S22", f"Unknown column '{name}' in '{table.name}'")
        return place

    def _add_column(
        self, table: Table, spec: ColumnSpec, position: tuple[str, str], queries: Queries
    ) -> None:
        if spec.auto or spec.key:
            raise unsupported("a key of a new column")
        column = self._column(spec, queries)
        if column.required and not column.has_default:
            from agentgym.environments.database.world.mysql.tables import implied

            value = implied(column)
        else:
            value = column.default
        place = 0 if position[0] == "FIRST" else len(table.columns)
        if position[0] == "AFTER":
            place = self._place(table, position[1]) + 1
        table.columns.insert(place, column)
        table.rows = [(*r[:place], value, *r[place:]) for r in table.rows]
        self._move_keys(table, lambda i: i + (i >= place))

    def _drop_column(self, table: Table, name: str) -> None:
        place = table.place(name)
        if place < 0:
            raise server_error(1091, "42000", f"Can't DROP COLUMN `{name}`; check that it exists")
        if len(table.columns) == 1:
            raise server_error(
                1090, "42000", "You can't delete all columns with ALTER TABLE; use DROP TABLE instead"
            )
        if any(place in k for _, k in (*table.uniques(), *table.indexes)):
            raise unsupported("DROP of a column of a key")
        del table.columns[place]
        table.rows = [(*r[:place], *r[place + 1 :]) for r in table.rows]
        self._move_keys(table, lambda i: i - (i > place))

    def _change_column(
        self, table: Table, name: str, spec: ColumnSpec, position: tuple[str, str], queries: Queries
    ) -> None:
        if position[0] or spec.key or spec.auto:
            raise unsupported("this change of a column")
        place = self._place(table, name)
        old = table.columns[place]
        if any(place in k for _, k in (*table.uniques(), *table.indexes)):
            raise unsupported("a change of a column of a key")
        column = self._column(spec, queries)
        rows = []
        for row in table.rows:
            value = row[place]
            if value is None and column.required:
                raise unsupported("NULL for a column that must not be")
            rows.append((*row[:place], stored(value, old.type, column), *row[place + 1 :]))
        table.columns[place] = column
        table.rows = rows

    def _move_keys(self, table: Table, move: Callable[[int], int]) -> None:
        table.primary = tuple(map(move, table.primary))
        table.unique = [(n, tuple(map(move, k))) for n, k in table.unique]
        table.indexes = [(n, tuple(map(move, k))) for n, k in table.indexes]
