"""Names: which column of which table of a query one stands for, and what a compiled expression is."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, NamedTuple

from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.errors import server_error

Frame = list[Any]
"""``[frame of the outer query, values of aggregates, row of the first table, row of the second, …]``"""
UNKNOWN = -2
"""What an expression reads that is neither a table nor the query around it: groups, queries within, chance."""
FIRST = 2
"""Place of the first table's row in a frame."""


class Compiled(NamedTuple):
    """An expression that can be computed.

    Attributes:
        of: its value in a frame.
        type: what it is.
        needs: places of the tables of its own query that it reads; ``-1`` for an outer query's, ``-2`` where it is not
            known when it may be computed (a query in it, a random number).
        constant: the value of a literal, in a list; else ``None``.
        compared: where it is something else in a comparison: a date read of a text that is none is NULL, but there the
            zero date, before all others (:data:`~.values.ZERO`).
    """

    of: Callable[[Frame], Any]
    type: v.Type
    needs: frozenset[int] = frozenset()
    constant: list[Any] | None = None
    compared: Callable[[Frame], Any] | None = None


class Relation(NamedTuple):
    """A table in FROM: its name there, and its columns."""

    alias: str
    columns: tuple[tuple[str, v.Type], ...]


class Place(NamedTuple):
    """Where a column's value is: how many queries up, in which table, which column."""

    depth: int
    slot: int
    column: int
    type: v.Type


class Scope:
    """The tables of a query, and of those around it."""

    def __init__(self, parent: Scope | None = None) -> None:
        self.parent = parent
        self.relations: list[Relation] = []
        self.visible: list[tuple[int, int]] = []
        """Columns that a star and a bare name mean, in order."""

    def find(self, table: str, name: str, clause: str) -> Place:
        """Return where a column is.

        Raises:
            StatementError: it is nowhere, or in more than one table.
        """
        scope: Scope | None = self
        depth = 0
        while scope is not None:
            found = scope.local(table, name, clause)
            if found is not None:
                return found._replace(depth=depth)
            scope, depth = scope.parent, depth + 1
        shown = f"{table}.{name}" if table else name
        raise server_error(1054, "42S22", f"Unknown column '{shown}' in '{clause}'")

    def local(self, table: str, name: str, clause: str) -> Place | None:
        """Return where a column of this query's own tables is."""
        wanted = name.lower()
        found: list[Place] = []
        if table:
            for slot, relation in enumerate(self.relations):
                if relation.alias == table:
                    for index, (known, kind) in enumerate(relation.columns):
                        if known.lower() == wanted:
                            found.append(Place(0, slot, index, kind))
        else:
            for slot, index in self.visible:
                known, kind = self.relations[slot].columns[index]
                if known.lower() == wanted:
                    found.append(Place(0, slot, index, kind))
        if len(found) > 1:
            raise server_error(1052, "23000", f"Column '{name}' in {clause} is ambiguous")
        return found[0] if found else None


class Late(Exception):
    """A statement took too long."""


class Clock:
    """Looks at the time now and then, and counts what is held."""

    def __init__(self, seconds: float, most: int) -> None:
        self.deadline = time.monotonic() + seconds
        self.left = most
        self.count = 0
        self.left_open = False
        """Whether a value depended on an order that SQL leaves open: that of rows with the same place in a window."""

    def tick(self) -> None:
        """Count one row; raise :class:`Late` past the deadline."""
        self.count += 1
        if self.count & 255 == 0 and time.monotonic() > self.deadline:
            raise Late

    def hold(self, rows: int) -> None:
        """Count rows that are kept in memory."""
        self.left -= rows
        if self.left < 0:
            raise server_error(1114, "HY000", "The table is full")
