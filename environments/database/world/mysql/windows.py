"""Window functions: a value of each row over the rows of its partition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.aggregates import Aggregate, shaped
from agentgym.environments.database.world.mysql.errors import server_error, unsupported
from agentgym.environments.database.world.mysql.expressions import Compiler
from agentgym.environments.database.world.mysql.keys import row_key, sort_key
from agentgym.environments.database.world.mysql.nodes import Node, holds
from agentgym.environments.database.world.mysql.scope import UNKNOWN, Clock, Compiled, Frame

_RANKS = {"ROW_NUMBER", "RANK", "DENSE_RANK", "PERCENT_RANK", "CUME_DIST", "NTILE"}
_ORDERED = {"RANK", "DENSE_RANK", "PERCENT_RANK", "CUME_DIST", "LAG", "LEAD"}
"""What the server takes with an order only."""
_PLACED = {"ROW_NUMBER", "NTILE", "LAG", "LEAD", "FIRST_VALUE", "LAST_VALUE", "NTH_VALUE"}
"""What they give depends on the order of rows that are the same in the window's order."""
_UNFRAMED = {*_RANKS, "LAG", "LEAD"}
_ORDER_COUNTS = {"ROW_NUMBER", "NTILE", "LAG", "LEAD", "FIRST_VALUE", "LAST_VALUE", "NTH_VALUE"}
"""Of rows with the same place in the order, their value is one of several."""
_AGGREGATES = {"COUNT", "SUM", "AVG", "MIN", "MAX"}

Bound = tuple[str, int]
"""``P`` (rows before), ``F`` (rows behind) or ``C`` (the row itself), and how many; -1 for all."""


class Spread(NamedTuple):
    """The rows of a partition in order, and for each of them where the rows of its rank begin and end."""

    rows: list[int]
    first: list[int]
    last: list[int]


class Window:
    """One window function.

    Attributes:
        name: of the function.
        arguments: what it is of.
        type: of its value.
    """

    def __init__(
        self,
        name: str,
        arguments: list[Compiled],
        number: int,
        partition: list[Compiled],
        order: list[tuple[Compiled, bool]],
        frame: tuple[str, Bound, Bound],
    ) -> None:
        self.name, self.arguments, self.number, self.frame = name, arguments, number, frame
        self.aggregate: Aggregate | None = None
        if name in _AGGREGATES:
            self.aggregate = shaped(name, arguments)
            self.type = self.aggregate.type
        elif name in ("PERCENT_RANK", "CUME_DIST"):
            self.type = v.DBL._replace(scale=10)
        else:
            self.type = v.INT._replace(wide=True) if name in _RANKS else arguments[0].type
        self._partition = [p.of for p in partition]
        self._partition_key = row_key([p.type for p in partition])
        self._order = [(made.of, sort_key(made.type), down) for made, down in order]
        self.needs = frozenset(
            n for m in (*arguments, *partition, *(m for m, _ in order)) for n in m.needs if n == -1
        )

    def values(self, frames: list[Frame], clock: Clock) -> tuple[list[Any], list[int]]:
        """Return the value of each row, and the rows in the order of the window."""
        parts: dict[Any, list[int]] = {}
        for number, frame in enumerate(frames):
            clock.tick()
            parts.setdefault(self._partition_key(tuple(of(frame) for of in self._partition)), []).append(
                number
            )
        found: list[Any] = [None] * len(frames)
        order: list[int] = []
        by_key = sorted(parts.items(), key=lambda p: [(0,) if k is None else (1, k) for k in p[0]])
        for _, rows in by_key:
            part = self._sorted(rows, frames)
            if (self.name in _ORDER_COUNTS or self.frame[0] == "ROWS") and part.first != list(
                range(len(part.rows))
            ):
                clock.left_open = True
            order += part.rows
            for row, value in zip(part.rows, self._of(part, frames, clock), strict=True):
                found[row] = value
        return found, order

    def _sorted(self, rows: list[int], frames: list[Frame]) -> Spread:
        keyed = [([key(of(frames[r])) for of, key, _ in self._order], r) for r in rows]
        for place in reversed(range(len(self._order))):
            keyed.sort(key=lambda pair: pair[0][place], reverse=self._order[place][2])
        first: list[int] = []
        for place, (key, _) in enumerate(keyed):
            first.append(first[-1] if place and key == keyed[place - 1][0] else place)
        last = list(range(len(keyed)))
        for place in reversed(range(len(keyed) - 1)):
            if first[place + 1] == first[place]:
                last[place] = last[place + 1]
        return Spread([r for _, r in keyed], first, last)

    def _of(self, part: Spread, frames: list[Frame], clock: Clock) -> Iterator[Any]:
        if self.name in _RANKS:
            return self._ranks(part)
        if self.name in ("LAG", "LEAD"):
            return self._shifted(part, frames)
        if self.aggregate is None:
            return self._picked(part, frames)
        kind, begin, end = self.frame
        if begin == ("P", -1) and end in (("C", 0), ("F", -1)):
            ends = part.last if kind == "RANGE" else list(range(len(part.rows)))
            if end[0] == "F":
                ends = [len(part.rows) - 1] * len(part.rows)
            return self._running(part, ends, frames, clock)
        return self._sliding(part, frames, clock)

    def _ranks(self, part: Spread) -> Iterator[Any]:
        count, dense = len(part.rows), 0
        for place in range(count):
            dense += part.first[place] == place
            if self.name == "ROW_NUMBER":
                yield place + 1
            elif self.name == "RANK":
                yield part.first[place] + 1
            elif self.name == "DENSE_RANK":
                yield dense
            elif self.name == "PERCENT_RANK":
                yield part.first[place] / (count - 1) if count > 1 else 0.0
            elif self.name == "CUME_DIST":
                yield (part.last[place] + 1) / count
            else:
                yield self._tile(place, count)

    def _tile(self, place: int, count: int) -> int:
        size, more = divmod(count, self.number)
        if place < more * (size + 1):
            return place // (size + 1) + 1
        return more + (place - more * (size + 1)) // size + 1

    def _shifted(self, part: Spread, frames: list[Frame]) -> Iterator[Any]:
        of = self.arguments[0].of
        by = -self.number if self.name == "LAG" else self.number
        for place in range(len(part.rows)):
            other = place + by
            yield of(frames[part.rows[other]]) if 0 <= other < len(part.rows) else None

    def _bounds(self, part: Spread, place: int) -> tuple[int, int]:
        """Return the places of the first and behind the last row of a frame."""
        kind, begin, end = self.frame
        last = len(part.rows) - 1

        def at(bound: Bound, peers: list[int]) -> int:
            side, many = bound
            if side == "C":
                return peers[place] if kind == "RANGE" else place
            if many < 0:
                return 0 if side == "P" else last
            return place - many if side == "P" else place + many

        return max(0, at(begin, part.first)), min(last, at(end, part.last)) + 1

    def _picked(self, part: Spread, frames: list[Frame]) -> Iterator[Any]:
        of = self.arguments[0].of
        for place in range(len(part.rows)):
            begin, end = self._bounds(part, place)
            at = end - 1 if self.name == "LAST_VALUE" else begin + self.number - 1
            yield of(frames[part.rows[at]]) if begin <= at < end else None

    def _running(self, part: Spread, ends: list[int], frames: list[Frame], clock: Clock) -> Iterator[Any]:
        """Compute over all rows up to an end that never goes back."""
        assert self.aggregate is not None
        state = _Running(self.aggregate)
        taken, value = 0, state.value()
        for end in ends:
            if taken <= end:
                while taken <= end:
                    clock.tick()
                    state.add(frames[part.rows[taken]])
                    taken += 1
                value = state.value()
            yield value

    def _sliding(self, part: Spread, frames: list[Frame], clock: Clock) -> Iterator[Any]:
        assert self.aggregate is not None
        if self.type.kind == "dbl":
            raise unsupported("a moving frame over doubles")
        members = [frames[r] for r in part.rows]
        for place in range(len(members)):
            begin, end = self._bounds(part, place)
            yield self.aggregate.of(members[begin:end] if begin < end else [], clock)


class _Running:
    """An aggregate to which rows are added one by one."""

    def __init__(self, aggregate: Aggregate) -> None:
        self.kind, self.double = aggregate.kind, aggregate.type.kind == "dbl"
        self.of = aggregate.arguments[0].of if aggregate.arguments else None
        kind = aggregate.arguments[0].type if aggregate.arguments else v.INT
        self.key = sort_key(kind)
        self.count = 0
        self.total: Any = 0.0 if self.double else Decimal(0)
        self.best: Any = None
        self.best_key: Any = None

    def add(self, frame: Frame) -> None:
        """Take a row."""
        value = 1 if self.of is None else self.of(frame)
        if value is None:
            return
        self.count += 1
        if self.kind in ("SUM", "AVG"):
            number = v.number(value)
            self.total = (
                self.total + float(number) if self.double else v.EXACT.add(self.total, Decimal(number))
            )
        elif self.kind in ("MIN", "MAX"):
            first, key = self.count == 1, self.key(value)
            if first or (key > self.best_key if self.kind == "MAX" else key < self.best_key):
                self.best, self.best_key = value, key

    def value(self) -> Any:
        """Return the value over the rows so far."""
        if self.kind == "COUNT":
            return self.count
        if not self.count:
            return None
        if self.kind == "SUM":
            return self.total
        if self.kind == "AVG":
            if self.double:
                return self.total / self.count
            scale = max(0, -int(self.total.as_tuple().exponent))
            return v.divided(self.total, Decimal(self.count), scale, 0)
        return self.best


class Windows:
    """The window functions of one query: compiled where they stand, computed over its rows before they are sorted.

    Args:
        meant: what a bare name in a window stands for.
    """

    def __init__(self, meant: Callable[[Node], Node]) -> None:
        self.made: list[Window] = []
        self._meant = meant
        self._places: dict[Any, int] = {}

    def add(self, compiler: Compiler, node: Node) -> Compiled:
        """Compile a window function.

        Raises:
            StatementError: one that the server refuses.
            Unsupported: one that is not known to be computed the same.
        """
        place = self._places.get(node)
        if place is None:
            compiler.windows = None  # there is none within another
            try:
                made = self._window(compiler, node)
            finally:
                compiler.windows = self
            self.made.append(made)
            place = self._places[node] = len(self.made)
        window = self.made[place - 1]
        return Compiled(lambda f: f[1][-place], window.type, frozenset({UNKNOWN}) | window.needs)

    def _window(self, compiler: Compiler, node: Node) -> Window:
        name, nodes, number, partition_nodes, order_nodes, given = node[1:7]
        if name in _ORDERED and not order_nodes:
            raise server_error(4018, "HY000", f"No order list in window specification for '{name.lower()}'")
        if name in _UNFRAMED and given is not None:
            raise server_error(4017, "HY000", f"Window frame is not allowed with '{name.lower()}'")
        if name not in _RANKS and name not in _AGGREGATES and not order_nodes:
            raise unsupported(f"{name} without an order")
        if name == "AVG" and narrow(nodes[0]):
            raise unsupported(
                "AVG over a window of such a function, for which the server's column is too narrow"
            )
        arguments = [_kept(compiler.compile(n)) for n in nodes]
        partition = [_kept(compiler.compile(self._meant(n))) for n in partition_nodes]
        order = [(_kept(compiler.compile(self._meant(n))), down) for n, down in order_nodes]
        by_place = name in _PLACED or (given is not None and given[0] == "ROWS")
        if order and all(made.constant is not None for made, _ in order) and by_place:
            raise unsupported(f"{name} in an order in which all rows are the same")
        frame = given or ("RANGE", ("P", -1), ("C", 0) if order_nodes else ("F", -1))
        return Window(name, arguments, number, partition, order, frame)

    def apply(self, frames: list[Frame], clock: Clock) -> list[Frame]:
        """Put the values behind those of the aggregates; return the rows in the order in which the server gives them.

        That is the order of the first window, of groups their own; no query may rely on it.
        """
        clock.hold(len(frames))
        found = [window.values(frames, clock) for window in self.made]
        columns = [values for values, _ in found]
        grouped = any(frame[1] is not None for frame in frames)
        for number, frame in enumerate(frames):
            frame[1] = [*(frame[1] or ()), *(values[number] for values in reversed(columns))]
        return frames if grouped else [frames[row] for row in found[0][1]]


def _kept(made: Compiled) -> Compiled:
    """Return an expression as the table holds it that windows are computed over: decimals with the digits of their type."""
    if made.type.kind != "dec" or not made.needs:
        return made
    of, scale = made.of, made.type.scale
    return made._replace(of=lambda frame: None if (x := of(frame)) is None else v.rounded(x, scale))


def narrow(node: Any) -> bool:
    """Return whether an expression hands on a literal number, or the code of a letter, in a column of its own width."""
    if not isinstance(node, tuple) or hasattr(node, "_fields"):
        return False
    if node and node[0] == "call" and node[1] in _HANDED_ON:
        return node[1] == "ASCII" or holds(node, "lit")
    return any(narrow(part) for part in node)


_HANDED_ON = {
    "ASCII",
    "ABS",
    "NULLIF",
    "GREATEST",
    "LEAST",
    "ROUND",
    "TRUNCATE",
    "CEIL",
    "CEILING",
    "FLOOR",
    "MOD",
    "SIGN",
}
