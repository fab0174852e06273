"""Hashes of changed databases: AgentBench's of one table, and our own of all tables."""

from __future__ import annotations

import datetime
import decimal
import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

GROUP_CONCAT_MAX_LEN = 1024
"""MySQL cuts ``group_concat`` here: rows past the 170th do not count in AgentBench's hash."""


def table_hash(rows: Iterable[Sequence[Any]]) -> str:
    """Return AgentBench's hash of a table, in the form in which its data stores it.

    ``md5(group_concat(rowhash order by rowhash))`` with ``rowhash = substring(md5(concat_ws(',', columns)), 1, 5)``,
    shown as the one row that a Python driver returns. ``concat_ws`` leaves NULLs out.

    >>> table_hash([])
    '[(None,)]'
    """
    hashes = sorted(
        hashlib.md5(",".join(as_text(v) for v in row if v is not None).encode()).hexdigest()[:5]
        for row in rows
    )
    if not hashes:
        return str([(None,)])
    joined = ",".join(hashes)[:GROUP_CONCAT_MAX_LEN]
    return str([(hashlib.md5(joined.encode()).hexdigest(),)])


def as_text(value: Any) -> str:
    """Return a value as the server's ``concat_ws`` writes it."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def state_hash(tables: Iterable[tuple[str, Iterable[Sequence[Any]]]]) -> str:
    """Return a digest of the content of tables, the same on every backend; the order of rows does not count.

    Args:
        tables: name and rows of each table.
    """
    digest = hashlib.sha256()
    for name, rows in sorted(tables, key=lambda t: t[0]):
        digest.update(name.encode() + b"\0")
        for line in sorted(msgspec.json.encode([canonical(v) for v in row]) for row in rows):
            digest.update(line + b"\n")
    return digest.hexdigest()[:16]


def canonical(value: Any) -> str | int | float | None:
    """Return a value in the form that does not depend on the driver: whole numbers as ``int``, dates as text."""
    if isinstance(value, (float, decimal.Decimal)):
        number = round(float(value), 6)
        return int(number) if number.is_integer() else number
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value if isinstance(value, (int, str)) or value is None else str(value)
