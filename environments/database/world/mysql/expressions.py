"""Expressions: from what was written to a function of a frame, with the server's types and conversions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from agentgym.environments.database.world.mysql import matching
from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.arithmetic import (
    ALL,
    arithmetic,
    bits,
    chosen,
    strict,
    text_of,
)
from agentgym.environments.database.world.mysql.comparisons import (
    OPERATORS,
    cast,
    class_of,
    comparison,
    in_constants,
    items_of,
    keyed,
    partly_known,
)
from agentgym.environments.database.world.mysql.errors import server_error, syntax_error, unsupported
from agentgym.environments.database.world.mysql.functions.call import call
from agentgym.environments.database.world.mysql.functions.dates import shifted
from agentgym.environments.database.world.mysql.nodes import Node, holds
from agentgym.environments.database.world.mysql.scope import FIRST, UNKNOWN, Compiled, Frame, Scope

_OF_GROUP = frozenset({UNKNOWN})

_TIMED = frozenset(
    "HOUR MINUTE SECOND MICROSECOND HOUR_MINUTE HOUR_SECOND MINUTE_SECOND DAY_HOUR DAY_MINUTE DAY_SECOND".split()
)
"""Units of an interval that make a time of a date."""


class Compiler:
    """Compiles expressions in a scope.

    Args:
        scope: what names stand for.
        queries: compiles a query within an expression; gives its columns, a function of a frame to its rows, and what
            it needs.
        clause: where the expression stands, as the server's messages name it.
        random: draws a number, for ``RAND()``.
    """

    def __init__(self, scope: Scope, queries: Any, clause: str, random: Callable[[], float]) -> None:
        self.scope, self.queries, self.clause, self.random = scope, queries, clause, random
        self.windows: Any = None
        """Takes window functions, where they may stand."""

    def compile(self, node: Node) -> Compiled:
        """Compile.

        Raises:
            StatementError: a name that is not known, a wrong number of arguments.
            Unsupported: something that is not known to be computed as the server does.
        """
        made: Compiled = getattr(self, f"_{node[0]}")(node)
        return made

    def condition(self, node: Node) -> Compiled:
        """Compile what is asked whether it is true."""
        made = self.compile(node)
        if made.type.kind == "row":
            raise server_error(1241, "21000", "Operand should contain 1 column(s)")
        of = made.of
        return Compiled(lambda f: v.truth(of(f)), v.INT, made.needs)

    # ---- atoms -----------------------------------------------------------------------------------

    def _lit(self, node: Node) -> Compiled:
        value = node[1]
        return Compiled(lambda f: value, node[2], constant=[value])

    def _paren(self, node: Node) -> Compiled:
        return self.compile(node[1])

    def _col(self, node: Node) -> Compiled:
        place = self.scope.find(node[1], node[2], self.clause)
        slot, index = place.slot + FIRST, place.column
        if place.depth == 0:
            return Compiled(lambda f: f[slot][index], place.type, frozenset({place.slot}))
        depth = place.depth

        def outer(frame: Frame) -> Any:
            for _ in range(depth):
                frame = frame[0]
            return frame[slot][index]

        return Compiled(outer, place.type, frozenset({-1}))

    def _default(self, node: Node) -> Compiled:
        raise unsupported("DEFAULT here")

    def _values(self, node: Node) -> Compiled:
        raise unsupported("VALUES(…) here")

    def _star(self, node: Node) -> Compiled:
        raise syntax_error("*")

    def _row(self, node: Node) -> Compiled:
        raise server_error(1241, "21000", "Operand should contain 1 column(s)")

    def _interval(self, node: Node) -> Compiled:
        raise unsupported("an interval here")

    def _agg(self, node: Node) -> Compiled:
        raise server_error(1111, "HY000", "Invalid use of group function")

    def _win(self, node: Node) -> Compiled:
        if self.windows is None:
            raise server_error(
                4015, "HY000", "Window function is allowed only in SELECT list and ORDER BY clause"
            )
        made: Compiled = self.windows.add(self, node)
        return made

    def _query(self, node: Node) -> Compiled:
        columns, rows, needs = self.queries(node[1], self.scope)
        if len(columns) != 1:
            raise server_error(1241, "21000", "Operand should contain 1 column(s)")

        def value(frame: Frame) -> Any:
            found = rows(frame)
            if len(found) > 1:
                raise server_error(1242, "21000", "Subquery returns more than 1 row")
            return found[0][0] if found else None

        return Compiled(value, columns[0][1], needs | _OF_GROUP)

    def _exists(self, node: Node) -> Compiled:
        _, rows, needs = self.queries(node[1], self.scope)
        return Compiled(lambda f: int(bool(rows(f))), v.INT._replace(binary=True), needs | _OF_GROUP)

    # ---- logic -----------------------------------------------------------------------------------

    def _not(self, node: Node) -> Compiled:
        inner = self.condition(node[1])
        of = inner.of

        def negated(frame: Frame) -> int | None:
            value = of(frame)
            return None if value is None else int(not value)

        return Compiled(negated, v.INT, inner.needs)

    def _is(self, node: Node) -> Compiled:
        if holds(node[1], "row"):
            raise unsupported("whether a comparison of rows is NULL")
        inner = self.compile(node[1])
        of, what, negated = inner.of, node[2], node[3]
        if what == "NULL":
            return Compiled(lambda f: int((of(f) is None) != negated), v.INT, inner.needs)
        wanted = what == "TRUE"
        return Compiled(lambda f: int((v.truth(of(f)) is wanted) != negated), v.INT, inner.needs)

    def _op(self, node: Node) -> Compiled:
        sign, left_node, right_node = node[1], node[2], node[3]
        if sign in ("AND", "OR", "XOR"):
            return self._logic(sign, left_node, right_node)
        if sign in OPERATORS or sign == "<=>":
            return self.compared(sign, left_node, right_node)
        left, right = self.compile(left_node), self.compile(right_node)
        return arithmetic(sign, left, right)

    def _logic(self, sign: str, left_node: Node, right_node: Node) -> Compiled:
        left, right = self.condition(left_node), self.condition(right_node)
        a, b = left.of, right.of

        def both(frame: Frame) -> int | None:
            first = a(frame)
            if first is False:
                return 0
            second = b(frame)
            if second is False:
                return 0
            return None if first is None or second is None else 1

        def either(frame: Frame) -> int | None:
            first = a(frame)
            if first is True:
                return 1
            second = b(frame)
            if second is True:
                return 1
            return None if first is None or second is None else 0

        def one(frame: Frame) -> int | None:
            first, second = a(frame), b(frame)
            return None if first is None or second is None else int(first != second)

        of = {"AND": both, "OR": either, "XOR": one}[sign]
        return Compiled(of, v.INT, left.needs | right.needs)

    # ---- comparisons -----------------------------------------------------------------------------

    def compared(self, sign: str, left_node: Node, right_node: Node, *, exact: bool = False) -> Compiled:
        """Compile a comparison."""
        left_row, right_row = items_of(left_node), items_of(right_node)
        if left_row is not None or right_row is not None:
            return self._rows(sign, left_row, right_row, right_node)
        left, right = self.compile(left_node), self.compile(right_node)
        return comparison(sign, left, right, exact=exact)

    def _rows(
        self, sign: str, left: Sequence[Node] | None, right: Sequence[Node] | None, node: Node
    ) -> Compiled:
        if left is None or right is None:
            raise (
                unsupported("a comparison of a row with a query")
                if node[0] == "query"
                else server_error(1241, "21000", "Operand should contain 1 column(s)")
            )
        if len(left) != len(right):
            raise server_error(1241, "21000", f"Operand should contain {len(left)} column(s)")
        if sign not in ("=", "<>"):
            raise unsupported(f"rows compared with {sign}")
        pairs: Node = ("op", "=", left[0], right[0])
        for a, b in zip(left[1:], right[1:], strict=True):
            pairs = ("op", "AND", pairs, ("op", "=", a, b))
        return self.compile(pairs if sign == "=" else ("not", pairs))

    def _between(self, node: Node) -> Compiled:
        value, low, high = (self.compile(n) for n in node[1:4])
        classes = {class_of(e.type) for e in (value, low, high)} - {"null"}
        if len(classes) > 1 and not (classes <= {"temporal", "text"} and class_of(value.type) == "temporal"):
            bounds = {class_of(low.type), class_of(high.type)} - {"null"}
            if classes != {"number", "text"} or len(bounds) > 1:
                raise unsupported("BETWEEN over different types")
        above = comparison(">=", value, low, exact=True).of
        below = comparison("<=", value, high, exact=True).of
        negated = node[4]

        def within(frame: Frame) -> int | None:
            first, second = above(frame), below(frame)
            if first == 0 or second == 0:
                return int(negated)
            return None if first is None or second is None else int(not negated)

        return Compiled(within, v.INT, value.needs | low.needs | high.needs)

    def _in(self, node: Node) -> Compiled:
        subject, listed, negated = node[1], node[2], node[3]
        if listed and listed[0] == "query":
            return self._in_query(subject, listed[1], negated)
        row = items_of(subject)
        if row is not None:
            tests = [self.compared("=", subject, item) for item in listed]
        else:
            value = self.compile(subject)
            options = [self.compile(item) for item in listed]
            if any(items_of(i) is not None for i in listed):
                raise server_error(1241, "21000", "Operand should contain 1 column(s)")
            if len({class_of(e.type) for e in (value, *options)} - {"null"}) > 2:
                raise unsupported("IN over different types")
            fast = in_constants(value, options, negated)
            if fast is not None:
                return fast
            tests = [comparison("=", value, option, exact=len(options) > 1) for option in options]
        needs = frozenset[int]().union(*(t.needs for t in tests))
        functions_ = [t.of for t in tests]

        def among(frame: Frame) -> int | None:
            unknown = False
            for test in functions_:
                found = test(frame)
                if found:
                    return int(not negated)
                unknown = unknown or found is None
            return None if unknown else int(negated)

        return Compiled(among, v.INT, needs)

    def _in_query(self, subject: Node, query: Any, negated: bool) -> Compiled:
        columns, rows, needs = self.queries(query, self.scope)
        nodes = items_of(subject) or [subject]
        if len(nodes) != len(columns):
            raise server_error(1241, "21000", f"Operand should contain {len(nodes)} column(s)")
        values = [self.compile(n) for n in nodes]
        keys = [keyed(e.type, kind) for e, (_, kind) in zip(values, columns, strict=True)]
        cache: list[Any] = [None, None, False]
        if any(e.compared is not None for e in values):
            raise unsupported("a date that is read of a text in a query's rows")
        functions_ = [e.of for e in values]
        own = frozenset[int]().union(*(e.needs for e in values))

        def among(frame: Frame) -> int | None:
            found = rows(frame)
            if cache[0] is not found:
                wanted = set()
                holes = []
                for row in found:
                    if None in row:
                        holes.append(row)
                    else:
                        wanted.add(tuple(k[1](x) for k, x in zip(keys, row, strict=True)))
                cache[:] = [found, wanted, holes]
            if not found:
                return int(negated)
            row = [of(frame) for of in functions_]
            if None in row:
                return None if len(row) == 1 else partly_known(row, found, keys, negated)
            if tuple(k[0](x) for k, x in zip(keys, row, strict=True)) in cache[1]:
                return int(not negated)
            if cache[2]:
                return None if len(row) == 1 else partly_known(row, found, keys, negated)
            return int(negated)

        return Compiled(among, v.INT, own | needs | _OF_GROUP)

    def _any(self, node: Node) -> Compiled:
        sign, subject, query, every = node[1:5]
        columns, rows, needs = self.queries(query, self.scope)
        if len(columns) != 1:
            raise server_error(1241, "21000", "Operand should contain 1 column(s)")
        value = self.compile(subject)
        if sign == "<=>":
            raise syntax_error("ANY")
        a, b = keyed(value.type, columns[0][1])
        test, of = OPERATORS[sign], value.of

        def compare(frame: Frame) -> int | None:
            found, mine = rows(frame), of(frame)
            if not found:
                return int(every)
            if mine is None:
                raise unsupported("NULL beside ANY and ALL")
            mine, unknown = a(mine), False
            for (other,) in found:
                if other is None:
                    unknown = True
                elif test(mine, b(other)) != every:
                    return int(not every)
            if unknown:
                raise unsupported("ANY and ALL beside NULL")
            return int(every)

        return Compiled(compare, v.INT._replace(binary=True), value.needs | needs | _OF_GROUP)

    # ---- texts -----------------------------------------------------------------------------------

    def _text(self, node: Node) -> tuple[Callable[[Frame], str | None], Compiled]:
        made = self.compile(node)
        if made.compared is not None:
            raise unsupported("LIKE and REGEXP over dates that are read of texts")
        return text_of(made), made

    def _like(self, node: Node) -> Compiled:
        of, value = self._text(node[1])
        pattern_of, pattern = self._text(node[2])
        escape = "\\"
        if node[3] is not None:
            given = self.compile(node[3])
            if given.constant is None or not isinstance(given.constant[0], str) or len(given.constant[0]) > 1:
                raise unsupported("this ESCAPE")
            escape = given.constant[0]
        binary, negated = value.type.binary or pattern.type.binary, node[4]

        def like(frame: Frame) -> int | None:
            text, form = of(frame), pattern_of(frame)
            if text is None or form is None:
                return None
            return int(matching.like(text, form, escape, binary) != negated)

        return Compiled(like, v.INT, value.needs | pattern.needs)

    def _regexp(self, node: Node) -> Compiled:
        of, value = self._text(node[1])
        pattern_of, pattern = self._text(node[2])
        binary, negated = value.type.binary or pattern.type.binary, node[3]

        def match(frame: Frame) -> int | None:
            text, form = of(frame), pattern_of(frame)
            if text is None or form is None:
                return None
            return int(matching.search(text, form, binary) != negated)

        return Compiled(match, v.INT, value.needs | pattern.needs)

    def _binary(self, node: Node) -> Compiled:
        made = self.compile(node[1])
        if made.type.kind not in ("str", "null"):
            raise unsupported("BINARY of what is no text")
        return made._replace(type=made.type._replace(binary=True, raw=True))

    def _collate(self, node: Node) -> Compiled:
        made, name = self.compile(node[1]), node[2]
        if made.type.kind != "str" or made.type.raw or name not in ("utf8mb4_general_ci", "utf8mb4_bin"):
            raise unsupported(f"the collation {name} here")
        return made._replace(type=made.type._replace(binary=name == "utf8mb4_bin"))

    # ---- numbers ---------------------------------------------------------------------------------

    def _neg(self, node: Node) -> Compiled:
        made = self.compile(node[1])
        of, kind = made.of, made.type
        if made.constant is not None and kind.kind == "dbl" and made.constant[0] == 0:
            return made  # a zero that is written out has no sign
        if kind.kind == "int":
            if kind.unsigned:
                raise unsupported("the negative of an unsigned number")
            if node[1][:2] in (("call", "STRCMP"), ("call", "SIGN")):
                raise unsupported("the negative of a sign, which the server makes a decimal")
            result = v.INT._replace(wide=kind.wide)
        elif kind.kind in ("dec", "dbl", "null"):
            result = kind
        elif kind.kind == "str":
            result = v.DBL
        else:
            raise unsupported("the negative of a date")

        def negative(frame: Frame) -> Any:
            value = of(frame)
            return None if value is None else -v.number(value)

        constant = None if made.constant is None or kind.kind == "str" else [negative([])]
        return Compiled(negative, result, made.needs, constant)

    def _compl(self, node: Node) -> Compiled:
        made = self.compile(node[1])
        of = bits(made)
        return Compiled(strict([of], lambda x: ~x & ALL), v.UNSIGNED, made.needs)

    def _cast(self, node: Node) -> Compiled:
        source = self.compile(node[1])
        made = cast(source, *node[2])
        constant = source.constant
        none = (
            made.compared is not None
            and constant is not None
            and constant[0] is not None
            and made.of([]) is None
        )
        if none and self.clause == "where clause":
            raise unsupported("a constant that is no date in a condition")
        return made

    # ---- choices ---------------------------------------------------------------------------------

    def _case(self, node: Node) -> Compiled:
        subject, whens, other = node[1:4]
        tests = [
            self.condition(when) if subject is None else self.compared("=", subject, when, exact=True)
            for when, _ in whens
        ]
        results = [self.compile(then) for _, then in whens]
        last = self.compile(other) if other is not None else Compiled(lambda f: None, v.NULL)
        return chosen([t.of for t in tests], results, last, [t.needs for t in tests])

    def _shift(self, node: Node) -> Compiled:
        sign, date_node, (_, amount_node, unit) = node[1:4]
        date, amount = self.compile(date_node), self.compile(amount_node)
        if (
            date.type.kind == "str"
            and unit in _TIMED
            and date_node[0] not in ("lit", "col", "paren", "shift")
        ):
            raise unsupported("hours beside a text that is computed")  # It has fractions of a second then.
        return shifted(date, amount, unit, -1 if sign == "-" else 1)

    def _call(self, node: Node) -> Compiled:
        name, arguments, options = node[1:4]
        if name == "RAND":
            if arguments:
                raise unsupported("RAND with a seed")
            return Compiled(lambda f: self.random(), v.DBL, _OF_GROUP)
        if name == "IF" and len(arguments) == 3:
            test = self.condition(arguments[0])
            return chosen([test.of], [self.compile(arguments[1])], self.compile(arguments[2]), [test.needs])
        if name == "NULLIF" and len(arguments) == 2:
            value, equal = self.compile(arguments[0]), self.compared("=", *arguments)
            of, same = value.of, equal.of
            return Compiled(lambda f: None if same(f) else of(f), value.type, equal.needs)
        return call(name, [self.compile(a) for a in arguments], options)
