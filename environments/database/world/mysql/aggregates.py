"""Aggregates: one value of all rows of a group."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.arithmetic import text_of
from agentgym.environments.database.world.mysql.errors import server_error, unsupported
from agentgym.environments.database.world.mysql.expressions import Compiler
from agentgym.environments.database.world.mysql.keys import has_aggregate, sort_key
from agentgym.environments.database.world.mysql.nodes import Node, holds
from agentgym.environments.database.world.mysql.scope import Clock, Compiled, Frame

_LONGEST_CONCAT = 1024


class Aggregate:
    """An aggregate of a query.

    Attributes:
        kind: its name; ``SAME`` is the value that all rows of the group have.
        arguments: what it is of.
        type: of its value.
    """

    def __init__(
        self, kind: str, arguments: list[Compiled], distinct: bool, type_: v.Type, more: tuple[Any, ...]
    ) -> None:
        self.kind, self.arguments, self.distinct, self.type, self.more = (
            kind,
            arguments,
            distinct,
            type_,
            more,
        )
        self.kept = "no"
        """Whether the server keeps the arguments in a table, with the digits of their types, before it groups: no, yes
        or maybe."""

    def of(self, members: list[Frame], clock: Clock) -> Any:
        """Return the value over the rows of a group."""
        compute: Callable[[list[Frame]], Any] = getattr(self, f"_{_METHODS[self.kind]}")
        for _ in members[::64]:
            clock.tick()
        return compute(members)

    def _values(self, members: list[Frame]) -> list[Any]:
        argument = self.arguments[0]
        of = argument.of
        found = [x for x in map(of, members) if x is not None]
        if self.kept != "no" and argument.type.kind == "dec" and _METHODS[self.kind] != "spread":
            shown = [v.rounded(x, argument.type.scale) for x in found]
            if self.kept == "maybe" and shown != found:
                raise unsupported(
                    "an aggregate of quotients of rows that the server may keep in a table first"
                )
            found = shown
        if self.distinct:
            if argument.type.kind == "dec":
                # They are kept in a column of the type's digits.
                found = [v.rounded(x, argument.type.scale) for x in found]
            elif argument.type.kind == "str" and self.kind in ("SUM", "AVG"):
                found = [v.number(x) for x in found]
            key: Callable[[Any], Any] = _key(argument.type)
            if found and not isinstance(found[0], str):
                key = lambda x: x  # noqa: E731
            found = list({key(x): x for x in reversed(found)}.values())[::-1]
        return found

    def _same(self, members: list[Frame]) -> Any:
        if not members:
            return None
        of = self.arguments[0].of
        first = of(members[0])
        for member in members[1:]:
            other = of(member)
            if other != first or type(other) is not type(first):
                raise unsupported("a column that is neither grouped by nor the same in all rows of a group")
        return first

    def _count(self, members: list[Frame]) -> int:
        if not self.arguments:
            return len(members)
        if len(self.arguments) == 1:
            return len(self._values(members))
        keys = [_key(a.type) for a in self.arguments]
        rows = ([a.of(m) for a in self.arguments] for m in members)
        return len({tuple(k(x) for k, x in zip(keys, row, strict=True)) for row in rows if None not in row})

    def _sum(self, members: list[Frame]) -> Any:
        found = [v.number(x) for x in self._values(members)]
        if not found:
            return None
        if self.type.kind == "dbl":
            total = 0.0
            for x in found:
                total += float(x)
            return total
        exact = Decimal(0)
        for x in found:
            exact = v.EXACT.add(exact, Decimal(x))
        return exact

    def _avg(self, members: list[Frame]) -> Any:
        found = [v.number(x) for x in self._values(members)]
        if not found:
            return None
        if self.type.kind == "dbl":
            total = 0.0
            for x in found:
                total += float(x)
            return total / len(found)
        exact = Decimal(0)
        for x in found:
            exact = v.EXACT.add(exact, Decimal(x))
        return v.divided(exact, Decimal(len(found)), max(0, -int(exact.as_tuple().exponent)), 0)

    def _extreme(self, members: list[Frame]) -> Any:
        found = self._values(members)
        if not found:
            return None
        key = _key(self.arguments[0].type)
        return (max if self.kind == "MAX" else min)(found, key=key)

    def _spread(self, members: list[Frame]) -> float | None:
        found = [float(v.number(x)) for x in self._values(members)]
        sample = self.kind in ("STDDEV_SAMP", "VAR_SAMP")
        if len(found) - sample < 1:
            return None
        count, mean, squares = 0, 0.0, 0.0
        for x in found:
            count += 1
            delta = x - mean
            mean += delta / count
            squares += delta * (x - mean)
        result = squares / (count - sample)
        return math.sqrt(result) if self.kind.startswith("STD") else result

    def _bits(self, members: list[Frame]) -> int:
        result = (1 << 64) - 1 if self.kind == "BIT_AND" else 0
        for x in self._values(members):
            bits = v.whole(x) & (1 << 64) - 1
            result = (
                result & bits
                if self.kind == "BIT_AND"
                else result | bits
                if self.kind == "BIT_OR"
                else result ^ bits
            )
        return result

    def _concat(self, members: list[Frame]) -> str | None:
        """GROUP_CONCAT.

        The server keeps the rows in a tree: what is DISTINCT comes sorted, and of rows with the same place in the
        order the last comes first.
        """
        order, separator = self.more
        texts = [text_of(a) for a in self.arguments]
        rows: list[tuple[Frame, str]] = []
        for member in members:
            parts = [t(member) for t in texts]
            if None not in parts:
                rows.append((member, "".join(p for p in parts if p is not None)))
        if self.distinct:
            keys = [(a, sort_key(a.type)) for a in self.arguments]
            first: dict[tuple[Any, ...], tuple[Frame, str]] = {}
            for row in rows:
                first.setdefault(tuple(key(a.of(row[0])) for a, key in keys), row)
            rows = [first[key] for key in sorted(first)]
        elif order:
            rows.reverse()
        for made, key, down in reversed(order):
            rows.sort(key=lambda row: key(made.of(row[0])), reverse=down)
        found = [text for _, text in rows]
        if not found:
            return None
        whole = str(separator.join(found))
        if len(whole.encode()) > _LONGEST_CONCAT:
            if not whole.isascii():
                raise unsupported("GROUP_CONCAT of so long a text")
            whole = whole[:_LONGEST_CONCAT]
        return whole


def aggregate(compiler: Compiler, node: Node) -> Aggregate:
    """Compile an aggregate; its arguments are of the rows, not of the groups.

    Raises:
        Unsupported: of arguments for which the server's result is not known to be computed the same.
    """
    name, nodes, distinct, more = node[1:5]
    if any(has_aggregate(n) for n in nodes):
        raise server_error(1111, "HY000", "Invalid use of group function")
    arguments = [compiler.compile(n) for n in nodes]
    if any(-1 in a.needs for a in arguments):
        raise unsupported("an aggregate over columns of the query around it")
    if (
        name.startswith(("STD", "VAR", "AVG", "SUM"))
        and nodes[0][0] == "cast"
        and arguments[0].type.kind == "str"
    ):
        raise unsupported(f"{name} of a cast to a text")
    if name == "GROUP_CONCAT":
        order = [(compiler.compile(n), down) for n, down in more[0]]
        if any(made.constant is not None for made, _ in order):
            raise unsupported("a position in the order of GROUP_CONCAT")
        if distinct and order and [n for n, _ in more[0]] != list(nodes):
            raise unsupported("GROUP_CONCAT of DISTINCT in another order")
        keys = [(made, sort_key(made.type), down) for made, down in order]
        kind = v.STR._replace(raw=any(a.type.raw for a in arguments))
        return Aggregate(name, arguments, distinct, kind, (keys, more[1]))
    if name in ("SUM", "AVG") and holds(nodes, "call", "ASCII"):
        raise unsupported(f"{name} of ASCII, for which the server's column is too narrow")
    if (
        name not in ("COUNT", "MIN", "MAX")
        and arguments[0].type.kind == "str"
        and _bare(nodes[0])[0] not in ("col", "lit")
    ):
        raise unsupported(f"{name} of a text that is computed")
    return shaped(name, arguments, distinct)


def _bare(node: Node) -> Node:
    """Return an expression without the parentheses around it."""
    while node[0] == "paren":
        node = node[1]
    return node


def shaped(name: str, arguments: list[Compiled], distinct: bool = False) -> Aggregate:
    """Return an aggregate of compiled arguments, with the type of its value.

    Raises:
        Unsupported: of arguments for which the server's result is not known to be computed the same.
    """
    if name == "COUNT":
        return Aggregate(name, arguments, distinct, v.INT._replace(wide=True), ())
    kind = arguments[0].type
    if name in ("MIN", "MAX"):
        if arguments[0].compared is not None:
            raise unsupported(f"{name} of dates that are read of texts")
        return Aggregate(name, arguments, distinct, v.STR if kind.kind == "null" else kind, ())
    if kind.kind in v.TEMPORAL:
        raise unsupported(f"{name} of dates")
    if kind.kind in ("str", "null"):
        kind = v.DBL
    more = kind if kind.scale >= v.ALL_DIGITS else kind._replace(scale=kind.scale + 4)
    if name == "SUM":
        result = kind if kind.kind == "dbl" else v.dec(kind.scale)._replace(wide=True)
    elif name == "AVG":
        result = more if kind.kind == "dbl" else v.dec(kind.scale + 4)._replace(wide=kind.wide)
    elif name.startswith("BIT"):
        if arguments[0].type.kind not in ("int", "null"):
            raise unsupported(f"{name} of what is no integer")
        result = v.UNSIGNED
    else:
        result = v.DBL._replace(scale=more.scale)
    return Aggregate(name, arguments, distinct, result, ())


def _key(kind: v.Type) -> Callable[[Any], Any]:
    if kind.kind == "str":
        return v.binary_key if kind.binary else v.text_key
    return (lambda x: v.rounded(x, kind.scale)) if kind.kind == "dec" else lambda x: x


_METHODS = {
    "SAME": "same", "COUNT": "count", "SUM": "sum", "AVG": "avg", "MIN": "extreme", "MAX": "extreme", "STD": "spread",
    "STDDEV": "spread", "STDDEV_POP": "spread", "STDDEV_SAMP": "spread", "VARIANCE": "spread", "VAR_POP": "spread",
    "VAR_SAMP": "spread", "BIT_AND": "bits", "BIT_OR": "bits", "BIT_XOR": "bits", "GROUP_CONCAT": "concat",
}  # fmt: skip
