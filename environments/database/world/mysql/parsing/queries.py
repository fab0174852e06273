"""Reading queries: SELECT with all its clauses, unions, what stands behind WITH and FROM."""

from __future__ import annotations

from typing import Any

from agentgym.environments.database.world.mysql.errors import server_error, unsupported
from agentgym.environments.database.world.mysql.nodes import Item, Node, Select, Source, Union, With
from agentgym.environments.database.world.mysql.parsing.calls import Calls
from agentgym.environments.database.world.mysql.parsing.lexer import RESERVED

_NO_ALIAS = frozenset({"WINDOW", "OFFSET", "ROWS"})
"""FULL is a name like any other: the server has no FULL JOIN, and says that a table of the other name is not known."""


class Queries(Calls):
    """Reads queries."""

    def query(self) -> Any:
        """Read a query with what may stand behind and before it."""
        self.deeper()
        if self.accept("WITH"):
            recursive = self.accept("RECURSIVE")
            named = []
            while True:
                name = self.name()
                columns = self.names() if self.accept("(") else ()
                self.expect("AS", "(")
                named.append((name, columns, self.query()))
                self.expect(")")
                if not self.accept(","):
                    break
            if self.token.upper in ("CYCLE", "SEARCH"):
                raise unsupported(self.token.upper)
            made: Any = With(tuple(named), self.query(), recursive)
        else:
            made = self._union()
        self.depth -= 1
        return made

    def _union(self) -> Any:
        left, closed = self._part()
        united = False
        while word := self.one_of(("UNION", "EXCEPT", "INTERSECT")):
            if word == "INTERSECT" and united:
                raise unsupported("INTERSECT behind UNION without parentheses")
            if not closed and (left.order or left.limit):
                self.fail()
            every = self.accept("ALL")
            if not every:
                self.accept("DISTINCT")
            right, closed_right = self._part()
            if isinstance(right, Select) and not closed_right and (right.order or right.limit):
                # What stands behind the last part belongs to the whole.
                left = Union(
                    word, every, left, right._replace(order=(), limit=None), right.order, right.limit, united
                )
                closed, united = False, True
                continue
            left, closed, united = Union(word, every, left, right, chained=united), False, True
            order, limit = self.order(), self._limit()
            if order or limit:
                left = left._replace(order=order, limit=limit)
        if closed and isinstance(left, (Select, Union)):
            order, limit = self.order(), self._limit()
            if order or limit:
                if left.order or left.limit:
                    raise unsupported("an order behind a query in parentheses")
                left = left._replace(order=order, limit=limit)
        return left

    def _part(self) -> tuple[Any, bool]:
        if self.accept("("):
            inner = self.query()
            self.expect(")")
            return inner, True
        return self._select(), False

    def _select(self) -> Select:
        self.expect("SELECT")
        distinct = False
        while word := self.one_of(
            ("ALL", "DISTINCT", "DISTINCTROW", "SQL_CALC_FOUND_ROWS", "SQL_NO_CACHE", "HIGH_PRIORITY", "STRAIGHT_JOIN",
             "SQL_SMALL_RESULT", "SQL_BIG_RESULT", "SQL_BUFFER_RESULT")
        ):  # fmt: skip
            distinct = distinct or word.startswith("DISTINCT")
        items = [Item(("star", ""), "", "*") if self.accept("*") else self._item()]
        while self.accept(","):
            items.append(self._item())
        source = where = having = None
        group: list[tuple[Node, str]] = []
        rollup = False
        if self.accept("FROM"):
            source = None if self.accept("DUAL") else self.sources()
            where = self.expression() if self.accept("WHERE") else None
            if self.accept("GROUP", "BY"):
                group.append((self.expression(), self.one_of(("ASC", "DESC"))))
                while self.accept(","):
                    group.append((self.expression(), self.one_of(("ASC", "DESC"))))
                rollup = self.accept("WITH", "ROLLUP")
            having = self.expression() if self.accept("HAVING") else None
        elif self.token.upper == "WHERE":
            self.at += 1
            where = self.expression()
        elif self.accept("HAVING"):
            having = self.expression()
        named = self._windows()
        order, limit = self.order(), self._limit()
        if self.token.upper in ("INTO", "PROCEDURE"):
            raise unsupported(f"SELECT … {self.token.upper}")
        locks = self.accept("FOR", "UPDATE") or self.accept("LOCK", "IN", "SHARE", "MODE")
        if locks and self.token.upper in ("SKIP", "NOWAIT", "WAIT", "OF"):
            raise unsupported("options of locks")
        items = [i._replace(node=self._named_window(i.node, named)) for i in items]
        order = tuple((self._named_window(node, named), down) for node, down in order)
        if any(way for _, way in group):
            if rollup or order:
                raise unsupported("directions in GROUP BY beside an order")
            order = tuple((node, way == "DESC") for node, way in group)
        keys = tuple(node for node, _ in group)
        return Select(tuple(items), source, where, keys, having, order, limit, distinct, rollup)

    # ---- windows ---------------------------------------------------------------------------------

    def _windows(self) -> dict[str, tuple[Any, ...]]:
        found: dict[str, tuple[Any, ...]] = {}
        if not self.accept("WINDOW"):
            return found
        while True:
            name = self.name().lower()
            self.expect("AS")
            if name in found:
                raise server_error(
                    4010, "HY000", f"Window specification with name '{name}' is already defined"
                )
            found[name] = self._window()
            if not self.accept(","):
                return found

    def _named_window(self, node: Any, named: dict[str, tuple[Any, ...]]) -> Any:
        """Put the windows that are named in the place of their names."""
        if not isinstance(node, tuple) or not node or hasattr(node, "_fields"):
            return node
        node = tuple(self._named_window(n, named) for n in node)
        if node[0] == "win" and isinstance(node[4], str):
            if node[4] not in named:
                raise server_error(
                    4009, "HY000", f"Window specification with name '{node[4]}' is not defined"
                )
            return (*node[:4], *named[node[4]])
        return node

    def _item(self) -> Item:
        begin = self.token.at
        if (
            self.token.kind in ("name", "word")
            and self.token.upper not in RESERVED
            and self.tokens[self.at + 1].upper == "."
            and self.tokens[min(self.at + 2, len(self.tokens) - 1)].upper == "*"
        ):
            table = self.name()
            self.at += 2
            return Item(("star", table), "", "*")
        node = self.expression()
        text = self.text[begin : self.tokens[self.at - 1].at + 1] if self.at else ""
        text = self.text[begin : self.token.at].rstrip() or text
        if self.accept("AS"):
            return Item(node, self.alias(), text)
        if self.token.kind in ("name", "text") or (
            self.token.kind == "word" and self.token.upper not in RESERVED and self.token.upper != "WINDOW"
        ):
            if self.token.upper in ("OFFSET", "ROWS"):
                self.fail()
            return Item(node, self.alias(), text)
        return Item(node, "", text)

    def _limit(self) -> tuple[int, int] | None:
        if not self.accept("LIMIT"):
            return None
        if self.plain and self.token.kind in ("word", "name") and self.token.upper not in RESERVED:
            raise server_error(1327, "42000", f"Undeclared variable: {self.token.text}")
        if self.token.upper == "-":
            self.wrong()
        first = self.integer()
        if self.accept(","):
            return first, self.integer()
        if self.accept("OFFSET"):
            return self.integer(), first
        if self.token.upper == "ROWS":
            raise unsupported("LIMIT ROWS EXAMINED")
        return 0, first

    def sources(self) -> Source:
        """Read what stands behind FROM."""
        source = self._joined()
        while self.accept(","):
            source = Source("join", left=source, right=self._joined(), join="INNER")
        return source

    def _joined(self) -> Source:
        left = self._source()
        while True:
            if self.accept("NATURAL"):
                side = self.one_of(("LEFT", "RIGHT", "INNER"))
                if side in ("LEFT", "RIGHT"):
                    self.accept("OUTER")
                self.expect("JOIN")
                left = Source("join", left=left, right=self._source(), join=side or "INNER", using=("*",))
                continue
            if self.accept("STRAIGHT_JOIN"):
                kind, right = "INNER", self._source()
            elif self.accept("CROSS"):
                self.expect("JOIN")
                kind, right = "INNER", self._source()
            elif side := self.one_of(("LEFT", "RIGHT")):
                self.accept("OUTER")
                self.expect("JOIN")
                kind, right = side, self._joined() if self._nested_join() else self._source()
            elif self.accept("INNER"):
                self.expect("JOIN")
                kind, right = "INNER", self._source()
            elif self.accept("JOIN"):
                kind, right = "INNER", self._source()
            else:
                return left
            if self.accept("ON"):
                left = Source("join", left=left, right=right, join=kind, on=self.expression())
            elif self.accept("USING"):
                self.expect("(")
                left = Source("join", left=left, right=right, join=kind, using=self.names())
            elif kind != "INNER":
                if self.token.upper not in (
                    "JOIN",
                    "LEFT",
                    "RIGHT",
                    "INNER",
                    "CROSS",
                    "NATURAL",
                    "STRAIGHT_JOIN",
                ):
                    self.wrong()
                raise unsupported("an outer join whose condition stands elsewhere")
            elif self.token.upper in ("JOIN", "LEFT", "RIGHT", "INNER", "CROSS", "NATURAL"):
                raise unsupported("joins whose condition stands elsewhere")
            else:
                left = Source("join", left=left, right=right, join=kind)

    def _nested_join(self) -> bool:
        return False

    def _source(self) -> Source:
        if self.accept("("):
            if self.token.upper in ("SELECT", "WITH", "("):
                begun = self.at
                try:
                    query = self.query()
                    self.expect(")")
                except Exception:
                    if self.tokens[begun].upper != "(":
                        raise
                    self.at = begun
                    inner = self.sources()
                    self.expect(")")
                    return inner
                self.accept("AS")
                if self.token.kind not in ("name", "word") or self.token.upper in RESERVED:
                    raise server_error(1248, "42000", "Every derived table must have its own alias")
                alias = self.name()
                columns = self.names() if self.accept("(") else ()
                return Source("query", alias=alias, query=query, columns=columns)
            inner = self.sources()
            self.expect(")")
            return inner
        database, table = self.table_name()
        if self.token.upper == "(":
            if table.upper() != "JSON_TABLE":
                self.wrong()
            raise unsupported("functions that give tables")
        if self.token.upper == "PARTITION":
            raise unsupported("partitions")
        alias = table
        if (
            self.accept("AS")
            or self.token.kind == "name"
            or (
                self.token.kind == "word"
                and self.token.upper not in RESERVED
                and self.token.upper not in _NO_ALIAS
            )
        ):
            alias = self.name()
        hints = self._hints()
        if self.token.upper == "FOR" and self.tokens[self.at + 1].upper == "SYSTEM_TIME":
            raise unsupported("tables of the past")
        return Source("table", table=table, alias=alias, database=database, hints=hints)

    def _hints(self) -> tuple[str, ...]:
        """Read hints about indexes, which change no rows; return the names in them."""
        found: list[str] = []
        while self.token.upper in ("USE", "FORCE", "IGNORE") and self.tokens[self.at + 1].upper in (
            "INDEX",
            "KEY",
        ):
            word = self.token.upper
            self.at += 2
            if self.accept("FOR") and not self.accept("JOIN") and not self.accept("ORDER", "BY"):
                self.expect("GROUP", "BY")
            self.expect("(")
            if word == "USE" and self.accept(")"):
                continue
            while True:
                found.append("PRIMARY" if self.accept("PRIMARY") else self.name())
                if not self.accept(","):
                    break
            self.expect(")")
        return tuple(found)
