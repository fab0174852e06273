"""Simple statements, translated without a parser: what this module writes, sqlglot would write the same.

Most statements of models are a SELECT, INSERT, UPDATE or DELETE on one table with literals. They are read here in a
tenth of the time; whatever is not certain to mean the same is left to :mod:`.translate`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sqlglot.dialects.mysql import MySQL

_TOKENS = re.compile(
    r"\s*(?:(?P<name>`[^`]+`)|(?P<text>'(?:[^'\\]|'')*'|\"[^\"\\']*\")|(?P<number>\d+(?:\.\d+)?)(?![\w.])"
    r"|(?P<word>[A-Za-z_]\w*)(?!\w)|(?P<sign><=|>=|<>|!=|[(),=<>*;-]))"
)
# Words that mean something to MySQL are no names here, though some could be.
_KEYWORDS = frozenset(MySQL.Tokenizer.KEYWORDS) | frozenset(
    """ADD ALL ANALYZE AND AS ASC AVG BEFORE BETWEEN BINARY BY CALL CASE CHANGE CHECK COLLATE CONDITION CONSTRAINT
    CONTINUE CONVERT COUNT CREATE CROSS CURDATE CURRENT_DATE CURRENT_ROLE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER
    CURRENT_SCHEMA CURRENT_CATALOG CURSOR CURTIME DATABASE DEFAULT DELETE DESC DISTINCT DISTINCTROW DIV DROP DUAL ELSE
    EXISTS EXPLAIN FALSE FROM GROUP HAVING HIGH_PRIORITY IF IGNORE IN INSERT INTERVAL INTO IS JOIN KEY LEFT LIKE LIMIT
    LOCALTIME LOCALTIMESTAMP LOCK LOW_PRIORITY MATCH MAX MIN MOD NATURAL NOT NOW NULL OFFSET ON OR ORDER OUTER
    PARTITION QUICK REGEXP REPLACE RIGHT RLIKE ROW ROWID SCHEMA SELECT SESSION_USER SET STRAIGHT_JOIN SUM SYSDATE TABLE
    THEN TRUE UNION UPDATE USE USER USING UTC_DATE UTC_TIME UTC_TIMESTAMP VALUE VALUES WHEN WHERE WITH XOR""".split()
)
_COMPARISONS = {"=": "=", "<": "<", ">": ">", "<=": "<=", ">=": ">=", "<>": "<>", "!=": "<>"}
_LONGEST = 4000


class _NotPlain(Exception):
    """The statement is not one of the simple ones."""


class _Reader:
    """The tokens of a statement, as (kind, text) pairs."""

    def __init__(self, text: str) -> None:
        self._tokens: list[tuple[str, str]] = []
        position = 0
        text = text.rstrip().removesuffix(";").rstrip()
        while position < len(text):
            found = _TOKENS.match(text, position)
            if found is None or found.lastgroup is None:
                raise _NotPlain
            self._tokens.append((found.lastgroup, found[found.lastgroup]))
            position = found.end()
        self._tokens.append(("end", ""))
        self._next = 0

    def take(self) -> tuple[str, str]:
        """Return the next token."""
        token = self._tokens[self._next]
        self._next += token[0] != "end"
        return token

    def accept(self, wanted: str) -> bool:
        """Take a word or a sign if it is next."""
        kind, text = self._tokens[self._next]
        if kind in ("word", "sign") and text.upper() == wanted:
            self._next += 1
            return True
        return False

    def expect(self, *wanted: str) -> None:
        """Take words or signs that must be next."""
        if not all(map(self.accept, wanted)):
            raise _NotPlain

    def end(self) -> None:
        """Check that nothing is left."""
        if self._tokens[self._next][0] != "end":
            raise _NotPlain

    def name(self) -> str:
        """Take a name, quoted."""
        kind, text = self.take()
        if kind == "name":
            return text
        if kind == "word" and text.upper() not in _KEYWORDS:
            return f"`{text}`"
        raise _NotPlain

    def literal(self, *, stored: bool) -> tuple[str, bool]:
        """Take a literal; return it and whether it is a number. What is stored keeps its digits as text."""
        minus = "-" if self.accept("-") else ""
        kind, text = self.take()
        if kind == "number":
            if stored and "." in text:
                return f"'{minus}{text}'", True
            return minus + text, True
        if minus:
            raise _NotPlain
        if kind == "text":
            return (text if text[0] == "'" else f"'{text[1:-1]}'"), False
        if kind == "word" and text.upper() == "NULL" and stored:
            return "NULL", False
        raise _NotPlain

    def separated(self, item: Callable[[], str]) -> Iterator[str]:
        """Take items with commas between them."""
        yield item()
        while self.accept(","):
            yield item()


def translate(text: str) -> str:
    """Return a simple MySQL statement for SQLite; empty if it is none of the simple ones."""
    if len(text) > _LONGEST:
        return ""
    try:
        reader = _Reader(text)
        _, verb = reader.take()
        form = _FORMS.get(verb.upper())
        if form is None:
            return ""
        written = form(reader)
        reader.end()
    except _NotPlain:
        return ""
    return written


def _insert(r: _Reader) -> str:
    r.expect("INTO")
    target = r.name()
    if r.accept("("):
        target += f" ({', '.join(r.separated(r.name))})"
        r.expect(")")
    r.expect("VALUES")

    def row() -> str:
        r.expect("(")
        values = ", ".join(r.separated(lambda: r.literal(stored=True)[0]))
        r.expect(")")
        return f"({values})"

    return f"INSERT INTO {target} VALUES {', '.join(r.separated(row))}"


def _update(r: _Reader) -> str:
    table = r.name()
    r.expect("SET")

    def assignment() -> str:
        column = r.name()
        r.expect("=")
        return f"{column} = {r.literal(stored=True)[0]}"

    return f"UPDATE {table} SET {', '.join(r.separated(assignment))}{_where(r)}"


def _delete(r: _Reader) -> str:
    r.expect("FROM")
    return f"DELETE FROM {r.name()}{_where(r)}"


def _select(r: _Reader) -> str:
    columns = "*" if r.accept("*") else ", ".join(r.separated(lambda: _column(r)))
    r.expect("FROM")
    written = f"SELECT {columns} FROM {r.name()}{_where(r)}"
    if r.accept("ORDER"):
        r.expect("BY")
        written += f" ORDER BY {', '.join(r.separated(lambda: _key(r)))}"
    if r.accept("LIMIT"):
        kind, number = r.take()
        if kind != "number" or not number.isdecimal():
            raise _NotPlain
        written += f" LIMIT {number}"
    return written


def _column(r: _Reader) -> str:
    for function in ("COUNT", "SUM", "AVG", "MIN", "MAX"):
        if r.accept(function):
            r.expect("(")
            inner = "*" if function == "COUNT" and r.accept("*") else r.name()
            r.expect(")")
            return f"{function}({inner})"
    return r.name()


def _key(r: _Reader) -> str:
    name = r.name()
    return f"{name} DESC" if r.accept("DESC") else f"{name} ASC" if r.accept("ASC") else name


def _where(r: _Reader) -> str:
    if not r.accept("WHERE"):
        return ""
    parts = [_condition(r)]
    while r.accept("AND"):
        parts.append(_condition(r))
    return f" WHERE {' AND '.join(parts)}"


def _condition(r: _Reader) -> str:
    column = r.name()
    sign = _COMPARISONS.get(r.take()[1])
    if sign is None:
        raise _NotPlain
    value, number = r.literal(stored=False)
    return f"({column} + 0) {sign} {value}" if number else f"{column} {sign} {value}"


_FORMS: dict[str, Callable[[_Reader], str]] = {
    "INSERT": _insert,
    "UPDATE": _update,
    "DELETE": _delete,
    "SELECT": _select,
}
