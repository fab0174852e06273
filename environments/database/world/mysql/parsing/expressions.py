"""Reading expressions, after the precedence of MySQL's operators."""

from __future__ import annotations

from decimal import Decimal

from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.errors import server_error, unsupported
from agentgym.environments.database.world.mysql.nodes import Node
from agentgym.environments.database.world.mysql.parsing.cursor import Cursor
from agentgym.environments.database.world.mysql.parsing.lexer import RESERVED, Token

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
_BEGINNINGS = frozenset({"NOT", "CURRENT_ROLE"})
"""Reserved words that an expression can begin with, in a way that is not read here."""
_LEVELS: tuple[frozenset[str], ...] = (
    frozenset({"|"}), frozenset({"&"}), frozenset({"<<", ">>"}), frozenset({"+", "-"}),
    frozenset({"*", "/", "%", "DIV", "MOD"}), frozenset({"^"}),
)  # fmt: skip
_CASTS = frozenset("CHAR NCHAR VARCHAR BINARY DATE DATETIME TIME DECIMAL DEC DOUBLE FLOAT".split())
_NO_CASTS = frozenset(
    """TIMESTAMP TEXT YEAR REAL JSON NUMERIC FIXED VARBINARY BLOB TINYINT SMALLINT MEDIUMINT BIGINT BOOLEAN BOOL ENUM SET
    NATIONAL TINYTEXT MEDIUMTEXT LONGTEXT""".split()
)
"""Types of columns that a cast cannot be to: not on MariaDB."""
_CLOSING = frozenset(", ) ;".split())
_OPERATORS = frozenset("AND OR XOR NOT IN IS LIKE BETWEEN REGEXP RLIKE DIV MOD SOUNDS COLLATE MEMBER".split())
_PLUS = 3
"""The level of addition."""


class Expressions(Cursor):
    """Reads expressions."""

    def expression(self) -> Node:
        """Read an expression."""
        self.deeper()
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
            self.deeper()
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
        """Read what ends in IN, BETWEEN, LIKE or REGEXP, from left to right; the bounds of BETWEEN are such themselves."""
        node = self._bits()
        while True:
            ahead = self.tokens[min(self.at + 1, len(self.tokens) - 1)].upper
            negated = self.token.upper == "NOT" and ahead in ("IN", "BETWEEN", "LIKE", "REGEXP", "RLIKE")
            self.at += negated
            if self.accept("IN"):
                self.expect("(")
                if self.token.upper in ("SELECT", "WITH"):
                    node = ("in", node, ("query", self.query()), negated)
                else:
                    node = ("in", node, self._list(), negated)
                self.expect(")")
            elif self.accept("BETWEEN"):
                self.deeper()
                low = self._predicate()
                self.expect("AND")
                node = ("between", node, low, self._predicate(), negated)
                self.depth -= 1
            elif self.accept("LIKE"):
                pattern = self._simple()
                escape = self._simple() if self.accept("ESCAPE") else None
                self._no_operator("the pattern of LIKE", "+", "-", "|", "&", "<<", ">>")
                node = ("like", node, pattern, escape, negated)
            elif self.one_of(("REGEXP", "RLIKE")):
                node = ("regexp", node, self._bits(), negated)
            elif self.token.upper in ("SOUNDS", "MEMBER"):
                raise unsupported(self.token.upper)
            else:
                return node

    def _no_operator(self, what: str, *more: str) -> None:
        """Refuse an operator that would take what was read before it as its left side."""
        if self.token.upper in ("*", "/", "%", "DIV", "MOD", "^", *more):
            raise unsupported(f"{self.token.upper} directly behind {what}")

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
                self._no_operator("an interval")
                continue
            if sign == "MOD":
                sign = "%"
            node = ("op", sign, node, self._level(level + 1))
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
            self.deeper()
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
        raise unsupported("a name that begins with a point, or it is an error of syntax")

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
            amount = self._interval()
            if self.token.upper == "-":
                self.wrong()
            self.expect("+")
            date = self._level(_PLUS + 1)
            if (
                self.token.kind == "sign" and self.token.upper not in _CLOSING
            ) or self.token.upper in _OPERATORS:
                raise unsupported("an interval before more than a date")  # to which all that follows belongs
            return ("shift", "+", date, amount)
        if word in ("DATE", "TIME", "TIMESTAMP") and ahead.kind == "text":
            self.at += 2
            return ("call", word, (("lit", ahead.text, v.STR),), ("literal",))
        if word in ("X", "B") and ahead.kind == "text" and ahead.close:
            raise unsupported("texts of bytes")
        if word.startswith("_") and ahead.kind == "text" and word != "_UTF8MB4":
            raise unsupported("texts of another character set")
        if ahead.kind == "text" and (word == "_UTF8MB4" or (word == "N" and ahead.close)):
            self.at += 2
            return ("lit", ahead.text, v.STR)
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
            return self.call(word)
        if word in RESERVED and word not in _BEGINNINGS and ahead.upper != "(":
            self.wrong()
        return self._column()

    def _column(self) -> Node:
        parts = [self.name()]
        while self.accept(".") and len(parts) < 3:
            parts.append(self.any_name())
        if self.token.upper == "(":
            stored = ".".join(parts) if len(parts) > 1 else f"task.{parts[0]}"
            raise server_error(1305, "42000", f"FUNCTION {stored} does not exist")
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
            if not self.one_of(("UTF8MB4", "UTF8", "UTF8MB3")):
                raise unsupported("CONVERT … USING another character set")
            self.expect(")")
            return ("cast", node, ("CHAR", ()))
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
        if word in _CASTS:
            sizes: list[int] = []
            if word not in ("DATE", "FLOAT") and self.accept("("):
                sizes.append(self.integer())
                if self.accept(","):
                    sizes.append(self.integer())
                self.expect(")")
            if word == "VARCHAR" and not sizes:
                self.wrong()
            named = word in ("CHAR", "VARCHAR") and (
                self.accept("CHARSET") or self.accept("CHARACTER", "SET")
            )
            if named and not self.one_of(("UTF8MB4", "UTF8", "UTF8MB3")):
                raise unsupported("options of a cast")
            if self.token.upper in ("CHARACTER", "CHAR", "CHARSET", "ASCII", "UNICODE", "BINARY"):
                raise unsupported("options of a cast")
            return {"DEC": "DECIMAL", "VARCHAR": "CHAR", "NCHAR": "CHAR"}.get(word, word), tuple(sizes)
        if word in ("UUID", "INET6", "INET4", "INTERVAL", "SYS"):
            raise unsupported(f"casts to {word}")
        self.at -= 1
        if word in _NO_CASTS:
            self.wrong()
        self.fail()


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
    kind = v.UNSIGNED if value >= 1 << 63 else v.INT
    return ("lit", value, kind._replace(wide=True) if len(text) > 18 else kind)
