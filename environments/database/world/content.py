"""What a database of a task consists of, and what is asked of it."""

from __future__ import annotations

from typing import Literal

import msgspec

ColumnType = Literal["text", "integer", "real", "date"]
Value = str | int | float | None
Scoring = Literal["answer", "table", "state", "execution", "rows"]

MODIFYING = ("INSERT", "UPDATE", "DELETE")


class Column(msgspec.Struct, frozen=True):
    """A column; ``references`` names the ``table.column`` whose values it holds."""

    name: str
    type: ColumnType = "text"
    references: str = ""


class Table(msgspec.Struct, frozen=True):
    """A table with its rows; ``key`` names the primary key, if it has one. Dates are ISO text."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...] = ()
    key: str = ""


class Database(msgspec.Struct, frozen=True, weakref=True):
    """The tables of a task, or (``file``) an SQLite file that is only read."""

    name: str
    tables: tuple[Table, ...] = ()
    file: str = ""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One task.

    Attributes:
        question: what the agent is told; becomes the first observation.
        kind: ``counting``, ``INSERT``, … as AgentBench names them.
        database: what it is asked of.
        scoring: ``answer`` compares the final answer with ``answer``; ``table`` compares AgentBench's hash of
            the first table with ``expected``; ``state`` compares the content of all tables with ``expected``;
            ``execution`` runs the final answer and compares its rows with those of the gold statement; ``rows``
            compares the values of the final answer with those of the gold statement's rows.
        answer: the accepted answer.
        gold: statements that lead to it; may be empty where the data has none.
        expected: the hash that a changed database must have.
    """

    question: str
    kind: str
    database: Database
    scoring: Scoring
    answer: tuple[str, ...] = ()
    gold: tuple[str, ...] = ()
    expected: str = ""
