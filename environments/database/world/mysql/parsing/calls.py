"""Reading calls: of functions whose arguments are written in a way of their own, of aggregates, over windows."""

from __future__ import annotations

from typing import Any

from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.errors import server_error, syntax_error, unsupported
from agentgym.environments.database.world.mysql.nodes import Node
from agentgym.environments.database.world.mysql.parsing.expressions import UNITS, Expressions
from agentgym.environments.database.world.mysql.parsing.lexer import RESERVED

_WINDOW_FUNCTIONS = {
    "ROW_NUMBER": (0, 0), "RANK": (0, 0), "DENSE_RANK": (0, 0), "PERCENT_RANK": (0, 0), "CUME_DIST": (0, 0), "NTILE": (1, 1),
    "LAG": (1, 2), "LEAD": (1, 2), "FIRST_VALUE": (1, 1), "LAST_VALUE": (1, 1), "NTH_VALUE": (2, 2),
}  # fmt: skip
"""How many arguments they have: at least, at most."""


class Calls(Expressions):
    """Reads calls."""

    def call(self, word: str) -> Node:
        """Read a call of a function that is known by its name, from the parenthesis on."""
        self.at += 2
        if word == "COUNT":
            return self._count()
        if word == "GROUP_CONCAT":
            return self._group_concat()
        if word in ("SUM", "AVG", "MIN", "MAX"):
            distinct = self.accept("DISTINCT")
            self.accept("ALL")
            argument = self.expression()
            self.expect(")")
            if self.token.upper == "OVER":
                if distinct:
                    raise unsupported(f"{word}(DISTINCT …) as a window function")
                return self._over(word, (argument,))
            return ("agg", word, (argument,), distinct, ())
        if word in ("STD", "STDDEV", "STDDEV_POP", "STDDEV_SAMP", "VARIANCE", "VAR_POP", "VAR_SAMP", "BIT_AND", "BIT_OR",
                    "BIT_XOR"):  # fmt: skip
            argument = self.expression()
            self.expect(")")
            self._no_window()
            return ("agg", word, (argument,), False, ())
        if word in _WINDOW_FUNCTIONS:
            return self._window_function(word)
        if word == "EXTRACT":
            unit = self.one_of(UNITS)
            if not unit:
                self.fail()
            self.expect("FROM")
            node: Node = ("call", "EXTRACT", (self.expression(),), (unit,))
            self.expect(")")
            return node
        if word == "TRIM":
            return self._trim()
        if word in ("DATE_ADD", "DATE_SUB", "ADDDATE", "SUBDATE"):
            date = self.expression()
            self.expect(",")
            sign = "+" if word in ("DATE_ADD", "ADDDATE") else "-"
            if self.token.upper == "INTERVAL":
                amount = self._interval()
            elif word in ("ADDDATE", "SUBDATE"):
                amount = ("interval", self.expression(), "DAY")
            else:
                self.fail()
            self.expect(")")
            return ("shift", sign, date, amount)
        if word in ("TIMESTAMPDIFF", "TIMESTAMPADD"):
            unit = self.one_of(UNITS)
            if not unit:
                self.fail()
            self.expect(",")
            arguments = self._list()
            self.expect(")")
            return ("call", word, arguments, (unit,))
        if word == "POSITION":
            part = self._bits()
            self.expect("IN")
            node = ("call", "LOCATE", (part, self.expression()), ())
            self.expect(")")
            return node
        if word in ("SUBSTRING", "SUBSTR", "MID"):
            text = self.expression()
            parts = [text]
            if self.accept("FROM"):
                parts.append(self.expression())
                if self.accept("FOR"):
                    parts.append(self.expression())
            else:
                while self.accept(","):
                    parts.append(self.expression())
            self.expect(")")
            return ("call", "SUBSTRING", tuple(parts), ())
        if word == "VALUES":
            name = self.name()
            if self.accept("."):
                name = self.any_name()
            self.expect(")")
            return ("values", name)
        if word in ("CURRENT_TIMESTAMP", "NOW", "LOCALTIME", "LOCALTIMESTAMP", "SYSDATE", "CURTIME", "CURRENT_TIME",
                    "UTC_TIME", "UTC_TIMESTAMP") and self.token.kind == "number":  # fmt: skip
            raise unsupported("fractions of the present second")
        if word in ("CHAR", "WEIGHT_STRING", "JSON_TABLE", "GET_FORMAT"):
            raise unsupported(word)
        arguments = () if self.token.upper == ")" else self._list()
        if self.token.upper == "USING":
            raise unsupported(f"{word} … USING")
        self.expect(")")
        if self.token.upper == "OVER":
            raise unsupported("windows")
        return ("call", word, tuple(arguments), ())

    def _no_window(self) -> None:
        if self.token.upper == "OVER":
            raise unsupported("windows")

    def _count(self) -> Node:
        if self.accept("*"):
            self.expect(")")
            if self.token.upper == "OVER":
                return self._over("COUNT", ())
            return ("agg", "COUNT", (), False, ())
        if self.accept("DISTINCT"):
            arguments = self._list()
            self.expect(")")
            self._no_window()
            return ("agg", "COUNT", arguments, True, ())
        self.accept("ALL")
        argument = self.expression()
        self.expect(")")
        if self.token.upper == "OVER":
            return self._over("COUNT", (argument,))
        return ("agg", "COUNT", (argument,), False, ())

    def _group_concat(self) -> Node:
        distinct = self.accept("DISTINCT")
        arguments = self._list()
        order = self.order()
        separator = ","
        if self.accept("SEPARATOR"):
            if self.token.kind != "text":
                self.fail()
            separator = self.token.text
            self.at += 1
        if self.token.upper == "LIMIT":
            raise unsupported("LIMIT in GROUP_CONCAT")
        self.expect(")")
        self._no_window()
        return ("agg", "GROUP_CONCAT", arguments, distinct, (order, separator))

    def _trim(self) -> Node:
        side = self.one_of(("LEADING", "TRAILING", "BOTH"))
        part: Node = ("lit", " ", v.STR)
        if side and self.accept("FROM"):
            text = self.expression()
        else:
            text = self.expression()
            if self.accept("FROM"):
                part, text = text, self.expression()
            elif side:
                self.fail()
        self.expect(")")
        return ("call", "TRIM", (text, part), (side or "BOTH",))

    def _over(self, name: str, arguments: tuple[Node, ...], number: int = 0) -> Node:
        """Read what stands behind OVER."""
        self.expect("OVER")
        if self.token.upper == "(":
            return ("win", name, arguments, number, *self._window())
        return ("win", name, arguments, number, self.name().lower(), (), None)

    def _window(self) -> tuple[tuple[Node, ...], tuple[tuple[Node, bool], ...], Any]:
        self.expect("(")
        if self.token.kind == "name" or (
            self.token.kind == "word"
            and self.token.upper not in {*RESERVED, "PARTITION", "ORDER", "ROWS", "RANGE"}
        ):
            if self.tokens[self.at + 1].upper not in ("PARTITION", "ORDER", "ROWS", "RANGE", ")"):
                self.at += 1
                self.wrong()
            raise unsupported("this form of a window")
        partition: tuple[Node, ...] = ()
        if self.accept("PARTITION", "BY"):
            partition = self._list()
        order = self.order()
        frame = None
        if unit := self.one_of(("ROWS", "RANGE")):
            if self.accept("BETWEEN"):
                begin = self._bound(unit)
                self.expect("AND")
                end = self._bound(unit)
            else:
                begin, end = self._bound(unit), ("C", 0)
            sides = {"P": 0, "C": 1, "F": 2}
            if begin == ("F", -1) or end == ("P", -1) or sides[begin[0]] > sides[end[0]]:
                raise unsupported("this frame of a window")
            frame = (unit, begin, end)
        if self.token.upper in ("GROUPS", "EXCLUDE"):
            raise unsupported("this form of a window")
        if self.token.upper != ")":
            self.wrong()
        self.expect(")")
        return partition, order, frame

    def _bound(self, unit: str) -> tuple[str, int]:
        if self.accept("CURRENT", "ROW"):
            return "C", 0
        if self.accept("UNBOUNDED"):
            many = -1
        else:
            if self.token.kind != "number" or unit == "RANGE":
                raise unsupported("a frame over a range of values")
            many = self.integer()
        side = self.one_of(("PRECEDING", "FOLLOWING"))
        if not side:
            self.fail()
        return side[0], many

    def _window_function(self, word: str) -> Node:
        """Read a function that there is over a window only."""
        arguments: tuple[Node, ...] = () if self.token.upper == ")" else self._list()
        self.expect(")")
        least, most = _WINDOW_FUNCTIONS[word]
        if self.token.upper != "OVER":
            raise syntax_error(self.text[self.token.at :])
        if len(arguments) == 3 and word in ("LAG", "LEAD"):
            raise unsupported(f"{word} with a value for no row")
        if not least <= len(arguments) <= most:
            raise syntax_error(self.text[self.token.at :])
        number = 1
        if most > 1 or word == "NTILE":
            number = _count(arguments[-1], word) if len(arguments) == most else 1
            arguments = arguments[: most - 1] if len(arguments) == most else arguments
        return self._over(word, arguments, number)

    def order(self) -> tuple[tuple[Node, bool], ...]:
        """Read ``ORDER BY``, if it is next: expressions, and whether they go down."""
        if not self.accept("ORDER", "BY"):
            return ()
        keys = []
        while True:
            node = self.expression()
            keys.append((node, self.one_of(("ASC", "DESC")) == "DESC"))
            if not self.accept(","):
                return tuple(keys)


def _count(node: Node, word: str) -> int:
    """Return a number of rows that stands as a number."""
    sign = 1
    if node[0] == "neg" and word in ("LAG", "LEAD"):
        sign, node = -1, node[1]
    if node[0] != "lit" or type(node[1]) is not int:
        raise unsupported(f"{word} with a number that is computed")
    if node[1] < 1 and word == "NTILE":
        raise server_error(4024, "HY000", "Argument of NTILE must be greater than 0")
    if node[1] < 1 and word == "NTH_VALUE":
        raise unsupported("NTH_VALUE of no row")
    return sign * int(node[1])
