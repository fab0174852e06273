"""A generated database with what templates need: its rows, queries of it, and draws."""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence
from typing import Any, TypeVar

from agentgym.environments.database.authoring.domains import Domain, Entity, Field, Role
from agentgym.environments.database.authoring.names import unique_names
from agentgym.environments.database.world.content import Column, ColumnType, Database, Table
from agentgym.environments.database.world.hashing import canonical
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.sqlite.backend import SQLiteBackend

T = TypeVar("T")
_TYPES: dict[Role, ColumnType] = {
    "id": "integer", "label": "text", "category": "text", "number": "integer", "date": "date", "reference": "integer"
}  # fmt: skip


class Unfit(Exception):
    """A template does not fit what was drawn (no answer, too many, a tie): draw again."""


class World:
    """A database of a domain.

    Args:
        domain: what it is about.
        rng: all draws come from here.
    """

    def __init__(self, domain: Domain, rng: random.Random) -> None:
        self.domain = domain
        self.rng = rng
        self.database = Database(domain.name, tuple(_table(e, domain, rng) for e in domain.entities))
        self._server = SQLiteBackend(Limits())

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Run a statement on the database as it was made."""
        self._server.begin(self.database, 0)
        return [tuple(map(canonical, row)) for row in self._server.rows(sql)]

    def after(self, statements: Sequence[str]) -> str:
        """Return the hash of the state after statements; raises :class:`Unfit` if they change nothing."""
        self._server.begin(self.database, 0)
        before = self._server.state_hash(self.database)
        for statement in statements:
            self._server.query(statement, most=100)
        changed = self._server.state_hash(self.database)
        if changed == before:
            raise Unfit
        return changed

    def close(self) -> None:
        """Close the connection."""
        self._server.close()

    # ---- draws ----------------------------------------------------------------------------------

    def pick(self, options: Sequence[T]) -> T:
        """Draw one; raises :class:`Unfit` if there is none."""
        if not options:
            raise Unfit
        return self.rng.choice(options)

    def entity(self, *roles: Role) -> Entity:
        """Draw a table that has columns of these roles."""
        return self.pick([e for e in self.domain.entities if all(e.of(r) for r in roles)])

    def column(self, entity: Entity, role: Role) -> Field:
        """Draw a column of a role."""
        return self.pick(entity.of(role))

    def value(self, entity: Entity, field: Field) -> Any:
        """Draw a value that occurs in a column."""
        return self.pick(self.values(entity, field))

    def values(self, entity: Entity, field: Field) -> list[Any]:
        """Return the values of a column, row by row."""
        table = next(t for t in self.database.tables if t.name == entity.table)
        position = [c.name for c in table.columns].index(field.name)
        return [row[position] for row in table.rows]

    def linked(self, *roles: Role) -> tuple[Entity, Field, Entity]:
        """Draw a table with these roles, a reference of it, and the table that it leads to."""
        entity = self.entity("reference", *roles)
        reference = self.column(entity, "reference")
        return entity, reference, self.domain.entity(reference.source)

    def described(self) -> str:
        """Return the tables as the agent is told of them."""
        lines = []
        for table in self.database.tables:
            columns = [c.name + (f" -> {c.references}" if c.references else "") for c in table.columns]
            lines.append(f"{table.name}({', '.join(columns)})")
        return "The tables of the database: " + "; ".join(lines) + "."


def text(value: Any) -> str:
    """Write a value as SQL."""
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


def draw_date(source: str, rng: random.Random) -> str:
    """Draw a day between two years (``2010:2020``)."""
    low, high = (datetime.date(int(y), 1, 1) for y in source.split(":"))
    return (low + datetime.timedelta(days=rng.randrange((high - low).days + 365))).isoformat()


def draw_number(source: str, rng: random.Random) -> int:
    """Draw a number from ``low:high:step``."""
    low, high, step = map(int, source.split(":"))
    return rng.randrange(low, high + 1, step)


def _table(entity: Entity, domain: Domain, rng: random.Random) -> Table:
    columns = [_cells(f, entity.rows, domain, rng) for f in entity.fields]
    heads = tuple(
        Column(f.name, _TYPES[f.role], f"{f.source}.id" if f.role == "reference" else "")
        for f in entity.fields
    )
    return Table(entity.table, heads, tuple(zip(*columns, strict=True)), key="id")


def _cells(field: Field, count: int, domain: Domain, rng: random.Random) -> list[Any]:
    if field.role == "id":
        return list(range(1, count + 1))
    if field.role == "label":
        return unique_names(field.source, count, rng)
    if field.role == "category":
        return [rng.choice(field.source.split(",")) for _ in range(count)]
    if field.role == "number":
        return [draw_number(field.source, rng) for _ in range(count)]
    if field.role == "date":
        return [draw_date(field.source, rng) for _ in range(count)]
    # Not every row is referred to: some questions ask for those that are not.
    rows = domain.entity(field.source).rows
    return [rng.randrange(1, rows + 1 - rows // 8) for _ in range(count)]
