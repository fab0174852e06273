"""Reading a statement: the part of MySQL's grammar that the embedded database does, and nothing beside it.

What does not fit is refused; where a statement is certainly none of MySQL's either, with the server's error.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NoReturn

from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.errors import server_error, syntax_error, unsupported
from agentgym.environments.database.world.mysql.lexer import RESERVED, Token, tokens
from agentgym.environments.database.world.mysql.nodes import Item, Node, Select, Source, Union, With

_COMPARISONS = {"=", "<=>", "<", ">", "<=", ">=", "<>", "!="}
UNITS = frozenset(
    """MICROSECOND SECOND MINUTE HOUR DAY WEEK MONTH QUARTER YEAR SECOND_MICROSECOND MINUTE_MICROSECOND MINUTE_SECOND
    HOUR_MICROSECOND HOUR_SECOND HOUR_MINUTE DAY_MICROSECOND DAY_SECOND DAY_MINUTE DAY_HOUR YEAR_MONTH""".split()
)
_NO_PARENTHESES = frozenset(
    "CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP LOCALTIME LOCALTIMESTAMP UTC_DATE UTC_TIME UTC_TIMESTAMP CURRENT_USER".split()
)
_KEYWORD_FUNCTIONS = frozenset(
    """IF LEFT RIGHT REPLACE REPEAT INSERT MOD DATABASE SCHEMA CHAR DATE TIME YEAR VALUES TRUNCATE ASCII CHARSET
    CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP LOCALTIME LOCALTIMESTAMP UTC_DATE UTC_TIME UTC_TIMESTAMP""".split()
)
# Known to MySQL by their name directly before the parenthesis; with a space between they are names of stored functions.
_TIGHT = frozenset(
    """ADDDATE BIT_AND BIT_OR BIT_XOR CAST COUNT CURDATE CURTIME DATE_ADD DATE_SUB EXTRACT GROUP_CONCAT MAX MID MIN NOW
    POSITION STD STDDEV STDDEV_POP STDDEV_SAMP SUBDATE SUBSTR SUBSTRING SUM SYSDATE TRIM VARIANCE VAR_POP VAR_SAMP
    SESSION_USER SYSTEM_USER""".split()
)
_DEEPEST = 60
_NEVER = frozenset(") , ; = <=> <> != < > <= >= * / % ^ & && | || << >>".split())
"""Signs that only stand where they are looked for: nothing beyond what is read here begins with them."""
_BEGINNINGS = frozenset({"NOT", "CURRENT_ROLE"})
"""Reserved words that an expression can begin with, in a way that is not read here."""


def refusal(text: str, at: int) -> Exception:
    """Return the error of a statement that is not read beyond a place: the server's, or that it is not known."""
    import sqlglot
    from sqlglot.errors import SqlglotError

    from agentgym.environments.database.world.quiet import quiet

    try:
        with quiet():
            read = sqlglot.parse(text, read="mysql")
    except SqlglotError:
        return syntax_error(text[at:])
    except Exception:  # noqa: BLE001 - what it fails on tells nothing
        return unsupported("this statement")
    if any(isinstance(tree, sqlglot.exp.Command) for tree in read):
        return unsupported("this statement")
    return unsupported(f"what stands at {text[at : at + 60]!r} (or it is an error of syntax)")


class Parser:
    """Reads tokens one after the other."""

    def __init__(self, statement: str) -> None:
        self.text = statement
        self.tokens = tokens(statement)
        self.at = 0
        self.depth = 0
        self.plain = False
        """Whether it is a query or a change of rows, whose grammar is known well enough to tell what is no part of it."""

    # ---- tokens ----------------------------------------------------------------------------------

    @property
    def token(self) -> Token:
        """The next token."""
        return self.tokens[self.at]

    def accept(self, *words: str) -> bool:
        """Take words or signs if they are next."""
        for ahead, word in enumerate(words):
            token = self.tokens[min(self.at + ahead, len(self.tokens) - 1)]
            if token.upper != word:
                return False
        self.at += len(words)
        return True

    def one_of(self, words: Any) -> str:
        """Take one of some words if it is next; return it in capitals, or nothing."""
        if self.token.upper in words and self.token.upper:
            self.at += 1
            return self.tokens[self.at - 1].upper
        return ""

    def expect(self, *words: str) -> None:
        """Take words or signs that must be next."""
        for word in words:
            if not self.accept(word):
                self.fail()

    def fail(self) -> NoReturn:
        """Raise the error of a statement that is not read beyond the next token.

        Raises:
            StatementError: it is certainly none, or no dialect that sqlglot knows as MySQL's reads it either.
            Unsupported: it may be right, and is beyond what is read here.
        """
        token = self.token
        if token.kind == "end" or (
            self.plain and (token.kind in ("number", "text") or token.upper in _NEVER)
        ):
            self.wrong()
        raise refusal(self.text, token.at)

    def wrong(self) -> NoReturn:
        """Raise the server's error of syntax.

        Raises:
            StatementError: always.
        """
        raise syntax_error(self.text[self.token.at :])

    def name(self) -> str:
        """Take a name."""
        token = self.token
        if token.kind == "name" or (
            token.kind == "word" and (token.upper not in RESERVED or self._dotted(self.at))
        ):
            self.at += 1
            return token.text
        if self.plain and token.kind == "word" and self.tokens[self.at + 1].upper != "(":
            self.wrong()
        self.fail()

    def _dotted(self, at: int) -> bool:
        """Whether a word stands directly before a dot and another word: then it is a name, reserved or not."""
        dot = self.tokens[at + 1]
        return dot.upper == "." and dot.close and self.tokens[at + 2].close

    def alias(self) -> str:
        """Take a name behind AS: also a text."""
        if self.token.kind == "text":
            self.at += 1
            return self.tokens[self.at - 1].text
        return self.name()

    def table_name(self) -> tuple[str, str]:
        """Take ``name`` or ``database.name``; return both, the database first."""
        first = self.name()
        return (first, self.any_name()) if self.accept(".") else ("", first)

    def any_name(self) -> str:
        """Take a name behind a dot, where every word is one."""
        token = self.token
        if token.kind in ("name", "word"):
            self.at += 1
            return token.text
        self.fail()

    def end(self) -> None:
        """Check that nothing is left."""
        while self.accept(";"):
            if self.token.kind != "end":
                raise server_error(
                    1064, "42000", "You have an error in your SQL syntax; send one statement at a time"
                )
        if self.token.kind == "name" or (
            self.plain and self.token.upper.isalpha() and self.token.upper not in _FURTHER
        ):
            self.wrong()
        if self.token.kind != "end":
            self.fail()

    def integer(self) -> int:
        """Take a number of digits."""
        token = self.token
        if token.kind != "number" or not token.text.isdigit():
            if self.plain and token.kind == "word":
                self.wrong()
            self.fail()
        self.at += 1
        return int(token.text)

    # ---- queries ---------------------------------------------------------------------------------

    def query(self) -> Any:
        """Read a query with what may stand behind and before it."""
        self._deeper()
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

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise unsupported("statements that are nested so deeply")

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
                    word, every, left, right._replace(order=(), limit=None), right.order, right.limit
                )
                closed, united = False, True
                continue
            left, closed, united = Union(word, every, left, right), False, True
            order, limit = self._order(), self._limit()
            if order or limit:
                left = left._replace(order=order, limit=limit)
        if closed and isinstance(left, (Select, Union)):
            order, limit = self._order(), self._limit()
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
        order, limit = self._order(), self._limit()
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
            raise unsupported("this form of a window")
        partition: tuple[Node, ...] = ()
        if self.accept("PARTITION", "BY"):
            partition = self._list()
        order = self._order()
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

    def _order(self) -> tuple[tuple[Node, bool], ...]:
        if not self.accept("ORDER", "BY"):
            return ()
        keys = []
        while True:
            node = self.expression()
            keys.append((node, self.one_of(("ASC", "DESC")) == "DESC"))
            if not self.accept(","):
                return tuple(keys)

    def _limit(self) -> tuple[int, int] | None:
        if not self.accept("LIMIT"):
            return None
        if self.plain and self.token.kind in ("word", "name") and self.token.upper not in RESERVED:
            raise server_error(1327, "42000", f"Undeclared variable: {self.token.text}")
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
            elif self.token.upper == "FULL":
                raise unsupported("FULL JOIN")
            else:
                return left
            if self.accept("ON"):
                left = Source("join", left=left, right=right, join=kind, on=self.expression())
            elif self.accept("USING"):
                self.expect("(")
                left = Source("join", left=left, right=right, join=kind, using=self.names())
            elif kind != "INNER":
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

    def names(self) -> tuple[str, ...]:
        """Read names with commas between them, and the parenthesis that closes them."""
        found = [self.name()]
        while self.accept(","):
            found.append(self.name())
        self.expect(")")
        return tuple(found)

    # ---- expressions -----------------------------------------------------------------------------

    def expression(self) -> Node:
        """Read an expression."""
        self._deeper()
        node = self._xor()
        while self.one_of(("OR", "||")):
            node = ("op", "OR", node, self._xor())
        self.depth -= 1
        return node

    def _xor(self) -> Node:
        node = self._and()
        while self.accept("XOR"):
            node = ("op", "XOR", node, self._and())
        return node

    def _and(self) -> Node:
        node = self._not()
        while self.one_of(("AND", "&&")):
            node = ("op", "AND", node, self._not())
        return node

    def _not(self) -> Node:
        if self.accept("NOT"):
            self._deeper()
            node: Node = ("not", self._not())
            self.depth -= 1
            return node
        node = self._primary()
        while self.accept("IS"):
            negated = self.accept("NOT")
            what = self.one_of(("NULL", "TRUE", "FALSE", "UNKNOWN"))
            if not what:
                self.fail()
            node = ("is", node, "NULL" if what == "UNKNOWN" else what, negated)
        return node

    def _primary(self) -> Node:
        node = self._predicate()
        while True:
            sign = self.one_of(_COMPARISONS)
            if not sign:
                if self.token.upper == "IS" and self._is_null():
                    negated = self.tokens[self.at + 1].upper == "NOT"
                    self.at += 3 if negated else 2
                    node = ("is", node, "NULL", negated)
                    continue
                return node
            sign = "<>" if sign == "!=" else sign
            if word := self.one_of(("ANY", "SOME", "ALL")):
                self.expect("(")
                node = ("any", sign, node, self.query(), word == "ALL")
                self.expect(")")
            else:
                node = ("op", sign, node, self._predicate())

    def _is_null(self) -> bool:
        ahead = self.tokens[self.at + 1].upper
        return ahead == "NULL" or (ahead == "NOT" and self.tokens[self.at + 2].upper == "NULL")

    def _predicate(self) -> Node:
        node = self._bits()
        negated = False
        if self.token.upper == "NOT" and self.tokens[self.at + 1].upper in (
            "IN",
            "BETWEEN",
            "LIKE",
            "REGEXP",
            "RLIKE",
        ):
            self.at += 1
            negated = True
        if self.accept("IN"):
            self.expect("(")
            if self.token.upper in ("SELECT", "WITH"):
                node = ("in", node, ("query", self.query()), negated)
            else:
                node = ("in", node, self._list(), negated)
            self.expect(")")
        elif self.accept("BETWEEN"):
            low = self._bits()
            self.expect("AND")
            node = ("between", node, low, self._predicate(), negated)
        elif self.accept("LIKE"):
            pattern = self._simple()
            escape = None
            if self.accept("ESCAPE"):
                escape = self._simple()
            node = ("like", node, pattern, escape, negated)
        elif self.one_of(("REGEXP", "RLIKE")):
            node = ("regexp", node, self._bits(), negated)
        elif self.token.upper in ("SOUNDS", "MEMBER"):
            raise unsupported(self.token.upper)
        return node

    def _list(self) -> tuple[Node, ...]:
        found = [self.expression()]
        while self.accept(","):
            found.append(self.expression())
        return tuple(found)

    def _bits(self) -> Node:
        return self._level(0)

    def _level(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._simple()
        node = self._level(level + 1)
        while sign := self.one_of(_LEVELS[level]):
            if sign in "+-" and self.token.upper == "INTERVAL" and self._is_interval():
                node = ("shift", sign, node, self._interval())
                continue
            if sign == "MOD":
                sign = "%"
            node = ("op", sign, node, self._level(level + 1))
            if node[2][0] == "interval":
                raise unsupported("an interval before a date")
        return node

    def _is_interval(self) -> bool:
        return True

    def _interval(self) -> Node:
        self.expect("INTERVAL")
        amount = self.expression()
        unit = self.one_of(UNITS)
        if not unit:
            self.fail()
        return ("interval", amount, unit)

    def _simple(self) -> Node:
        node = self._unary()
        while self.accept("COLLATE"):
            name = self.alias()
            node = ("collate", node, name.lower())
        if self.token.upper in ("->", "->>"):
            raise unsupported("JSON paths")
        return node

    def _unary(self) -> Node:
        token = self.token
        if token.upper in ("-", "+", "~", "!", "BINARY"):
            self.at += 1
            self._deeper()
            node = self._unary()
            self.depth -= 1
            if token.upper == "+":
                return node
            return ({"-": "neg", "~": "compl", "!": "not", "BINARY": "binary"}[token.upper], node)
        return self._atom()

    def _atom(self) -> Node:
        token = self.token
        if token.kind == "number":
            self.at += 1
            return _literal(token.text)
        if token.kind == "text":
            self.at += 1
            text = token.text
            while self.token.kind == "text":  # texts beside each other are one
                text += self.token.text
                self.at += 1
            return ("lit", text, v.STR)
        if token.upper == "(":
            self.at += 1
            if self.token.upper in ("SELECT", "WITH"):
                node: Node = ("query", self.query())
                self.expect(")")
                return node
            items = self._list()
            self.expect(")")
            return ("row", items) if len(items) > 1 else ("paren", items[0])
        if token.upper in ("@", "?", ":=", ":", "{"):
            raise unsupported("user variables and parameters")
        if token.kind == "word":
            return self._word(token)
        if token.kind == "name":
            return self._column()
        if token.upper != ".":
            self.wrong()
        self.fail()

    def _word(self, token: Token) -> Node:
        word, ahead = token.upper, self.tokens[self.at + 1]
        if word in ("TRUE", "FALSE"):
            self.at += 1
            return ("lit", int(word == "TRUE"), v.INT)
        if word == "NULL":
            self.at += 1
            return ("lit", None, v.NULL)
        if word == "EXISTS":
            self.at += 1
            self.expect("(")
            node: Node = ("exists", self.query())
            self.expect(")")
            return node
        if word == "CASE":
            return self._case()
        if word in ("CAST", "CONVERT") and ahead.upper == "(":
            return self._cast(word)
        if word == "INTERVAL":
            if ahead.upper == "(":
                raise unsupported("INTERVAL as a function, and before a date")
            return self._interval()
        if word in ("DATE", "TIME", "TIMESTAMP") and ahead.kind == "text":
            self.at += 2
            return ("call", word, (("lit", ahead.text, v.STR),), ("literal",))
        if word in ("X", "B", "N") and ahead.kind == "text" and ahead.close:
            raise unsupported("texts of bytes")
        if word.startswith("_") and ahead.kind == "text":
            raise unsupported("texts of another character set")
        if (word.startswith("0X") and len(word) > 2) or (word.startswith("0B") and len(word) > 2):
            raise unsupported("numbers of bytes")
        if word == "DEFAULT":
            self.at += 1
            if self.token.upper == "(":
                raise unsupported("DEFAULT(…)")
            return ("default",)
        if word in ("MATCH", "ROW") and ahead.upper == "(":
            raise unsupported(f"{word} (…)")
        if word in _NO_PARENTHESES and ahead.upper != "(":
            self.at += 1
            return ("call", word, (), ())
        named = word not in RESERVED or word in _KEYWORD_FUNCTIONS
        if ahead.upper == "(" and named and (ahead.close or word not in _TIGHT):
            return self._call(word)
        if word in RESERVED and word not in _BEGINNINGS and ahead.upper != "(" and not self._dotted(self.at):
            self.wrong()
        return self._column()

    def _column(self) -> Node:
        parts = [self.name()]
        while self.accept(".") and len(parts) < 3:
            parts.append(self.any_name())
        if self.token.upper == "(":
            if len(parts) > 1:
                raise unsupported("stored functions")
            raise server_error(1305, "42000", f"FUNCTION task.{parts[0]} does not exist")
        if len(parts) == 3:
            if parts[0] != "task":
                raise unsupported("other databases")
            parts = parts[1:]
        return ("col", parts[0] if len(parts) == 2 else "", parts[-1])

    def _case(self) -> Node:
        self.expect("CASE")
        subject = None if self.token.upper == "WHEN" else self.expression()
        whens = []
        while self.accept("WHEN"):
            condition = self.expression()
            self.expect("THEN")
            whens.append((condition, self.expression()))
        if not whens:
            self.fail()
        other = self.expression() if self.accept("ELSE") else None
        self.expect("END")
        return ("case", subject, tuple(whens), other)

    def _cast(self, word: str) -> Node:
        self.at += 2
        node = self.expression()
        if word == "CONVERT" and self.accept("USING"):
            raise unsupported("CONVERT … USING")
        self.expect("AS" if word == "CAST" else ",")
        target = self.cast_type()
        self.expect(")")
        return ("cast", node, target)

    def cast_type(self) -> tuple[str, tuple[int, ...]]:
        """Read the type of a cast."""
        word = self.token.upper
        self.at += 1
        if word in ("SIGNED", "UNSIGNED"):
            self.one_of(("INTEGER", "INT"))
            return word, ()
        if word in ("INT", "INTEGER"):
            return "SIGNED", ()
        if word in (
            "CHAR",
            "VARCHAR",
            "BINARY",
            "DATE",
            "DATETIME",
            "TIME",
            "DECIMAL",
            "DEC",
            "DOUBLE",
            "FLOAT",
        ):
            sizes: list[int] = []
            if self.accept("("):
                sizes.append(self.integer())
                if self.accept(","):
                    sizes.append(self.integer())
                self.expect(")")
            if self.token.upper in ("CHARACTER", "CHARSET", "ASCII", "UNICODE", "PRECISION"):
                raise unsupported("options of a cast")
            return {"DEC": "DECIMAL", "VARCHAR": "CHAR"}.get(word, word), tuple(sizes)
        if word in ("REAL", "NCHAR", "JSON", "YEAR", "TIMESTAMP", "TEXT", "NUMERIC"):
            raise unsupported(f"casts to {word}")
        self.at -= 1
        self.fail()

    def _call(self, word: str) -> Node:
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
        order = self._order()
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


_LEVELS: tuple[frozenset[str], ...] = (
    frozenset({"|"}), frozenset({"&"}), frozenset({"<<", ">>"}), frozenset({"+", "-"}),
    frozenset({"*", "/", "%", "DIV", "MOD"}), frozenset({"^"}),
)  # fmt: skip
_WINDOW_FUNCTIONS = {
    "ROW_NUMBER": (0, 0), "RANK": (0, 0), "DENSE_RANK": (0, 0), "PERCENT_RANK": (0, 0), "CUME_DIST": (0, 0), "NTILE": (1, 1),
    "LAG": (1, 2), "LEAD": (1, 2), "FIRST_VALUE": (1, 1), "LAST_VALUE": (1, 1), "NTH_VALUE": (2, 2),
}  # fmt: skip
"""How many arguments they have: at least, at most."""
_FURTHER = frozenset(
    """FOR LOCK INTO PROCEDURE RETURNING PARTITION FETCH OFFSET ROWS WINDOW WITH SKIP NOWAIT WAIT USE FORCE IGNORE AS ON
    UNION EXCEPT INTERSECT MINUS LIMIT ORDER OVER USING COLLATE ESCAPE MEMBER SOUNDS FULL NATURAL QUALIFY""".split()
)
"""Words with which a query or a change may go on in a way that is not read here."""
_NO_ALIAS = frozenset({"FULL", "WINDOW", "OFFSET", "ROWS"})


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


def _literal(text: str) -> Node:
    if "e" in text or "E" in text:
        value = float(text)
        if value in (float("inf"), float("-inf")):
            raise server_error(1367, "22007", f"Illegal double '{text}' value found during parsing")
        return ("lit", value, v.DBL)
    if "." in text:
        digits = text.partition(".")[2]
        if len(text) > 60:
            raise unsupported("decimals of so many digits")
        return ("lit", Decimal(text if text[0] != "." else "0" + text), v.dec(len(digits)))
    value = int(text[:80])
    if len(text) > 80 or value >= 1 << 64:
        raise unsupported("numbers above 64 bits")
    return ("lit", value, v.UNSIGNED if value >= 1 << 63 else v.INT)
