"""Comparing values of any two types as the server does, and casts."""

from __future__ import annotations

import datetime
import operator
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.arithmetic import (
    ALL,
    strict,
    text_of,
)
from agentgym.environments.database.world.mysql.errors import server_error, unsupported
from agentgym.environments.database.world.mysql.functions.arguments import (
    leading_decimal,
    leading_integer,
    read_of,
    to_date,
    whole_clock,
    whole_moment,
)
from agentgym.environments.database.world.mysql.nodes import Node
from agentgym.environments.database.world.mysql.scope import Compiled, Frame

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip


def items_of(node: Node) -> Sequence[Node] | None:
    """Return the expressions of a row, or nothing if it is none."""
    while node[0] == "paren":
        node = node[1]
    items: Sequence[Node] | None = node[1] if node[0] == "row" else None
    return items


def class_of(kind: v.Type) -> str:
    """Return how values of a type are compared: as numbers, times, texts, or not at all."""
    if kind.kind in v.NUMERIC:
        return "number"
    return "temporal" if kind.kind in v.TEMPORAL else "text" if kind.kind == "str" else "null"


def _same(value: Any) -> Any:
    return value


def _double(value: Any) -> float:
    if isinstance(value, int) and abs(value) > 1 << 53:
        raise unsupported("large numbers compared with texts")
    return float(v.number(value))


def _moment(value: Any) -> datetime.datetime:
    found = v.moment(value)
    if found is None:
        raise unsupported("a date compared with what is none")
    return found


def _time(value: Any) -> datetime.timedelta:
    found = v.clock(value)
    if found is None:
        raise unsupported("a time compared with what is none")
    return found


def keyed(
    left: v.Type, right: v.Type, *, exact: bool = False
) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    """Return what each side of a comparison becomes before Python compares them.

    Args:
        left, right: types of the sides.
        exact: decimals are compared with all the digits they were computed with (BETWEEN, CASE, a list of IN), and not
            as they are shown.

    Raises:
        Unsupported: types that are not known to be compared as the server does.
    """
    a, b = left.kind, right.kind
    if "null" in (a, b):
        return _same, _same
    if a == b == "str":
        key: Callable[[Any], Any] = v.binary_key if left.binary or right.binary else v.text_key
        return key, key
    if a in v.NUMERIC and b in v.NUMERIC:
        if "dbl" in (a, b):
            return _double_any, _double_any
        return (_same, _same) if exact else (_shown(left), _shown(right))
    if {a, b} <= v.NUMERIC | {"str"}:
        return _beside_text(left), _beside_text(right)
    if "time" in (a, b):
        if {a, b} <= {"time", "str"}:
            return _time, _time
        raise unsupported("times compared with something else")
    if {a, b} == {"date"}:
        return _same, _same
    if "dbl" in (a, b) or "dec" in (a, b):
        raise unsupported("dates compared with such numbers")
    return _moment, _moment


def _shown(kind: v.Type) -> Callable[[Any], Any]:
    """Return a number as it is shown: of a decimal the digits of its type."""
    return (lambda x: v.rounded(x, kind.scale)) if kind.kind == "dec" else _same


def _beside_text(kind: v.Type) -> Callable[[Any], float]:
    if kind.kind != "dec":
        return _double

    def double(value: Any) -> float:
        if v.rounded(value, kind.scale) != value:
            raise unsupported("a decimal that was computed compared with a text")
        return float(value)

    return double


def _double_any(value: Any) -> float:
    return float(value)


def comparison(sign: str, left: Compiled, right: Compiled, *, exact: bool = False) -> Compiled:
    """Compare two values; see :func:`keyed`."""
    needs = left.needs | right.needs
    a, b = _compared(left, right), _compared(right, left)
    if left.type.kind == "row" or right.type.kind == "row":
        raise server_error(1241, "21000", "Operand should contain 1 column(s)")
    if _fixed(left.type) or _fixed(right.type):
        return _nearly(sign, left, right)
    key_a, key_b = keyed(left.type, right.type, exact=exact)
    if sign == "<=>":

        def same(frame: Frame) -> int:
            x, y = a(frame), b(frame)
            if x is None or y is None:
                return int(x is None and y is None)
            return int(key_a(x) == key_b(y))

        return Compiled(same, v.INT, needs)
    test = OPERATORS[sign]
    if right.constant is not None and right.constant[0] is not None:
        try:
            fixed = key_b(right.constant[0])
        except Exception:  # noqa: BLE001 - told when a row is compared: without rows nothing is
            pass
        else:

            def with_constant(frame: Frame) -> int | None:
                x = a(frame)
                return None if x is None else int(test(key_a(x), fixed))

            return Compiled(with_constant, v.INT, needs)

    def compare(frame: Frame) -> int | None:
        x = a(frame)
        if x is None:
            return None
        y = b(frame)
        return None if y is None else int(test(key_a(x), key_b(y)))

    return Compiled(compare, v.INT, needs)


def _compared(made: Compiled, other: Compiled) -> Callable[[Frame], Any]:
    """Return a value as it is in a comparison with another."""
    of = made.compared
    if of is None:
        return made.of
    if other.type.kind not in v.NUMERIC:
        return of

    def no_zero(frame: Frame) -> Any:
        value = of(frame)
        if value in (v.ZERO, v.moment(v.ZERO)):
            raise unsupported("a date that is none compared with a number")
        return value

    return no_zero


def known_date(made: Compiled) -> Compiled:
    """Return an expression for a column that others use: what is no date there is refused, being not always NULL."""
    if made.compared is None:
        return made
    of = made.compared

    def known(frame: Frame) -> Any:
        value = of(frame)
        if value in (v.ZERO, v.moment(v.ZERO)):
            raise unsupported("a text that is no date in a query within")
        return value

    return made._replace(of=known, compared=None)


def _fixed(kind: v.Type) -> bool:
    return kind.kind == "dbl" and 0 < kind.scale < v.ALL_DIGITS


def _nearly(sign: str, left: Compiled, right: Compiled) -> Compiled:
    """Compare doubles that are shown with fixed digits: they are equal where these are."""
    kinds = (left.type, right.type)
    if sign == "<=>" or not {k.kind for k in kinds} <= v.NUMERIC:
        raise unsupported("such a comparison of a double of a fixed number of digits")
    digits = v.double(list(kinds), max).scale
    near = 5 / 10 ** (digits + 1) if digits else 0.0
    a, b, test = left.of, right.of, OPERATORS[sign]

    def compare(frame: Frame) -> int | None:
        x = a(frame)
        y = None if x is None else b(frame)
        if y is None:
            return None
        first, second = float(x), float(y)
        return int(test(0.0, 0.0) if abs(first - second) < near else test(first, second))

    return Compiled(compare, v.INT, left.needs | right.needs)


def in_constants(value: Compiled, options: list[Compiled], negated: bool) -> Compiled | None:
    """Compile ``IN`` over constants of one type as a look into a set; nothing where that is not exact."""
    if any(o.constant is None or o.constant[0] is None for o in options):
        return None
    if len({(o.type.kind, o.type.binary) for o in options}) > 1 or value.type.kind == "null":
        return None
    key_a, key_b = keyed(value.type, options[0].type, exact=len(options) > 1)
    try:
        wanted = {key_b(o.constant[0]) for o in options}  # type: ignore[index]
    except Exception:  # noqa: BLE001 - told when a row is compared
        return None
    of = _compared(value, options[0])

    def among(frame: Frame) -> int | None:
        x = of(frame)
        return None if x is None else int((key_a(x) in wanted) != negated)

    return Compiled(among, v.INT, value.needs)


def partly_known(row: list[Any], found: list[Any], keys: list[Any], negated: bool) -> int | None:
    """Return what ``IN`` gives for a row where some of the values are NULL."""
    unknown = False
    for other in found:
        equal: bool | None = True
        for (a, b), x, y in zip(keys, row, other, strict=True):
            if x is None or y is None:
                equal = None if equal is not False else False
            elif a(x) != b(y):
                equal = False
        if equal:
            return int(not negated)
        unknown = unknown or equal is None
    return None if unknown else int(negated)


def cast(made: Compiled, target: str, sizes: tuple[int, ...]) -> Compiled:
    """Compile a cast.

    Raises:
        Unsupported: to a type that is not known here.
    """
    of, kind = made.of, made.type
    if target in ("SIGNED", "UNSIGNED"):
        if kind.kind == "dbl":
            raise unsupported("casts of doubles to integers")
        result = v.UNSIGNED if target == "UNSIGNED" else v.INT
        result = result._replace(wide=kind.wide or (kind.kind == "str" and made.constant is None))

        def integer(value: Any) -> int:
            number = leading_integer(value) if isinstance(value, str) else v.whole(value)
            if target == "UNSIGNED" and number < 0:
                if not isinstance(value, int):
                    raise unsupported("negative numbers cast to unsigned ones")
                return number & ALL
            return number

        return Compiled(strict([of], integer), result, made.needs)
    if target == "DECIMAL":
        digits = sizes[0] if sizes else 10
        scale = sizes[1] if len(sizes) > 1 else 0
        if digits > 65 or scale > 38 or scale > digits or digits == 0:
            raise unsupported("this DECIMAL")
        most = Decimal(10) ** (digits - scale) - Decimal(1).scaleb(-scale)

        def decimal(value: Any) -> Decimal:
            if isinstance(value, str) and not isinstance(value, v.Loose):
                value = leading_decimal(value)
            number = v.number(value)
            exact = v.rounded(Decimal(repr(number)) if isinstance(number, float) else Decimal(number), scale)
            return max(-most, min(exact, most))

        return Compiled(strict([of], decimal), v.dec(scale)._replace(wide=digits - scale >= 18), made.needs)
    if target == "DOUBLE":
        if sizes:
            raise unsupported("DOUBLE of a size")
        return Compiled(strict([of], lambda x: float(v.number(x))), v.DBL, made.needs)
    if target in ("CHAR", "BINARY"):
        if target == "BINARY" and kind.kind != "str":
            raise unsupported("BINARY of what is no text")
        text = text_of(made)
        size = sizes[0] if sizes else None
        if target == "BINARY" and size is not None:
            raise unsupported("BINARY of a size")
        cut = text if size is None else strict([text], lambda x: x[:size])
        made_of_bytes = target == "BINARY"
        return Compiled(cut, v.STR._replace(binary=made_of_bytes, raw=made_of_bytes), made.needs)
    if target == "DATE":
        return read_of(Compiled(strict([of], to_date), v.DATE, made.needs), made)
    if target == "DATETIME" and sizes in ((), (0,)):
        return read_of(Compiled(strict([of], whole_moment), v.DATETIME, made.needs), made)
    if target == "TIME" and not sizes:
        return Compiled(strict([of], whole_clock), v.TIME, made.needs)
    raise unsupported(f"casts to {target}")
