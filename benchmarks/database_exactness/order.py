"""What ORDER BY determines: rows with the same keys may come in any order, all others may not.

The keys of a query's order are asked for as further columns of it; whatever the ties, the sequence of keys is then the
same on two databases that are right.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from agentgym.environments.database.world.backend import StatementError
from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.nodes import Select, Union, With
from agentgym.environments.database.world.mysql.parsing.lexer import Token, tokens
from agentgym.environments.database.world.mysql.parsing.statements import parse

_AFTER = frozenset({"LIMIT", "FOR", "LOCK", "INTO", ";", "PROCEDURE"})


class Keyed(NamedTuple):
    """A query that shows the keys of its order: its text, and the places of the keys in its rows."""

    text: str
    places: tuple[int, ...]

    def of(self, rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
        """Return the keys of rows, in the form in which the server compares them."""
        return [tuple(_folded(row[p]) for p in self.places) for row in rows]


def is_ordered(text: str) -> bool:
    """Whether a query has an order of its own."""
    try:
        return bool(_outermost(parse(text)).order)
    except (StatementError, AttributeError):
        return False


def keyed(text: str) -> Keyed | None:
    """Return a query with the keys of its order as columns; ``None`` where they cannot be shown."""
    try:
        query, words = _outermost(parse(text)), tokens(text)
    except (StatementError, AttributeError):
        return None
    top = _top(words)
    select = next((i for i in top if words[i].upper == "SELECT"), None)
    order = next((i for i in reversed(top) if words[i].upper == "ORDER" and words[i + 1].upper == "BY"), None)
    if select is None or order is None or words[0].upper == "(":
        return None
    end = next((i for i in top if i > order and words[i].upper in _AFTER), len(words) - 1)
    spans = _split(words, order + 2, end)
    if len(spans) != len(query.order):
        return None
    source = next((i for i in top if select < i < order and words[i].upper == "FROM"), None)
    may_add = isinstance(query, Select) and not query.distinct and source is not None
    first = query
    while isinstance(first, Union):
        first = first.left
    places: list[int] = []
    added: list[str] = []
    for (begin, last), (node, _) in zip(spans, query.order, strict=True):
        place = _place(node, first) if isinstance(first, Select) else None
        if place is None and not may_add:
            return None
        if place is None:
            added.append(f"({text[words[begin].at : words[last].at].strip()})")
        places.append(place if place is not None else len(added) - 1 + _ADDED)
    if added:
        assert source is not None
        at = words[source].at
        text = f"{text[:at]}, {', '.join(added)} {text[at:]}"
    count = len(added)
    return Keyed(
        text, tuple(p - _ADDED - count if p >= _ADDED else p - count if p < 0 else p for p in places)
    )


_ADDED = 1_000_000


def _outermost(query: Any) -> Any:
    while isinstance(query, With):
        query = query.query
    return query


def _top(words: list[Token]) -> list[int]:
    """Return the places of the words that stand in no parentheses."""
    found, depth = [], 0
    for place, word in enumerate(words):
        depth -= word.upper == ")"
        if depth == 0:
            found.append(place)
        depth += word.upper == "("
    return found


def _split(words: list[Token], begin: int, end: int) -> list[tuple[int, int]]:
    """Return where each key begins and ends, without its direction."""
    found, depth, start = [], 0, begin
    for place in range(begin, end + 1):
        word = words[place].upper
        depth += (word == "(") - (word == ")" and place < end)
        if place == end or (word == "," and depth == 0):
            last = place - (words[place - 1].upper in ("ASC", "DESC"))
            found.append((start, last))
            start = place + 1
    return found


def _place(node: Any, select: Select) -> int | None:
    """Return the place of a key in the rows, from the end where a star stands before it; ``None`` if it has none."""
    items = select.items
    if node[0] == "lit" and isinstance(node[1], int):
        return node[1] - 1
    if node[0] != "col" or node[1]:
        return None
    for number, item in enumerate(items):
        name = item.alias or (item.node[2] if item.node[0] == "col" else "")
        if name.lower() == node[2].lower():
            if not any(i.node[0] == "star" for i in items[:number]):
                return number
            if not any(i.node[0] == "star" for i in items[number:]):
                return number - len(items)
    return None


def _folded(value: Any) -> Any:
    if isinstance(value, str):
        return v.text_key(value)
    return f"{value:.11g}" if isinstance(value, float) else value
