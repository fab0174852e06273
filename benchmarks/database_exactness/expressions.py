"""Random expressions over the everyday functions and operators: what no list of statements thinks of."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

_LITERALS = (
    "1", "-1", "0", "2", "7", "255", "2.50", "-0.5", "0.1", "100.0", "1e0", "'a'", "'A'", "'5'", "'-3.2'", "''", "' x '",
    "NULL", "'10:11:12'", "'2020-02-29'", "'2020-02-29 10:11:12'", "DATE '2020-01-31'", "TIMESTAMP '2020-01-31 01:02:03'",
    "'é'", "'abc,ABC,b'", "'12abc'", "TRUE", "3",
)  # fmt: skip
_COLUMNS = ("id", "name", "size", "founded")
_ONE = tuple(
    """ABS SIGN CEIL FLOOR ROUND SQRT EXP LN LENGTH CHAR_LENGTH UPPER LOWER LTRIM RTRIM TRIM REVERSE ASCII MD5 HEX BIN YEAR
    MONTH DAY DAYNAME MONTHNAME DAYOFWEEK DAYOFYEAR WEEKDAY QUARTER WEEK LAST_DAY TO_DAYS HOUR MINUTE SECOND DATE TIME ISNULL
    SPACE CRC32 BIT_LENGTH ORD DEGREES""".split()
)
_TWO = tuple(
    """LEFT RIGHT REPEAT SUBSTRING LOCATE INSTR POW MOD ROUND TRUNCATE IFNULL NULLIF COALESCE CONCAT GREATEST LEAST STRCMP
    FIND_IN_SET DATEDIFF DATE_FORMAT FORMAT FIELD ELT""".split()
)
_THREE = tuple(
    "SUBSTRING REPLACE LPAD RPAD CONCAT_WS IF SUBSTRING_INDEX COALESCE GREATEST LEAST INSERT CONV LOCATE FIELD".split()
)
_SIGNS = tuple("+ - * / % DIV = <> < > <= >= <=> AND OR XOR || && LIKE REGEXP".split())
_CASTS = ("SIGNED", "UNSIGNED", "CHAR", "DECIMAL(10,2)", "DATE", "DATETIME", "DOUBLE", "CHAR(2)")
_AGGREGATES = tuple("COUNT SUM AVG MIN MAX STD BIT_OR GROUP_CONCAT".split())

Forms = tuple[tuple[int, Callable[[], str]], ...]
"""Ways to go on, and how often each is taken."""


class Expressions:
    """Draws expressions.

    Args:
        seed: of the draws.
    """

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def expression(self, depth: int) -> str:
        """Draw an expression that is nested at most so deep."""
        draw, choice = self.rng.random, self.rng.choice
        if depth <= 0 or draw() < 0.15:
            return choice(_COLUMNS) if draw() < 0.5 else choice(_LITERALS)

        def inner() -> str:
            return self.expression(depth - 1)

        forms: Forms = (
            (25, lambda: f"({inner()} {choice(_SIGNS)} {inner()})"),
            (17, lambda: f"{choice(_ONE)}({inner()})"),
            (18, lambda: f"{choice(_TWO)}({inner()}, {inner()})"),
            (10, lambda: f"{choice(_THREE)}({inner()}, {inner()}, {inner()})"),
            (6, lambda: f"CASE WHEN {inner()} THEN {inner()} ELSE {inner()} END"),
            (6, lambda: f"CAST({inner()} AS {choice(_CASTS)})"),
            (4, lambda: f"({inner()} {choice(('IS NULL', 'IS NOT NULL', 'IS TRUE'))})"),
            (4, lambda: f"({inner()} {choice(('IN', 'NOT IN'))} ({inner()}, {inner()}))"),
            (4, lambda: f"({inner()} BETWEEN {inner()} AND {inner()})"),
            (
                3,
                lambda: (
                    f"({inner()} + INTERVAL {choice(('1', '2', '-1', 'size'))} {choice(('DAY', 'MONTH', 'HOUR'))})"
                ),
            ),
            (3, lambda: f"-{inner()}"),
        )
        (form,) = self.rng.choices([f for _, f in forms], [weight for weight, _ in forms])
        return form()

    def statement(self) -> str:
        """Draw a query over the table ``teams``."""
        make = self.expression
        forms: Forms = (
            (60, lambda: f"SELECT {make(self.rng.choice((1, 1, 2)))} FROM teams ORDER BY id"),
            (15, lambda: f"SELECT id FROM teams WHERE {make(2)} ORDER BY id"),
            (10, lambda: f"SELECT {self.rng.choice(_AGGREGATES)}({make(1)}) FROM teams"),
            (7, lambda: f"SELECT {make(1)} AS k, COUNT(*) FROM teams GROUP BY k ORDER BY k"),
            (4, lambda: f"SELECT id FROM teams ORDER BY {make(1)}, id"),
            (4, lambda: " UNION ".join(f"SELECT {make(1)} FROM teams WHERE id = {n}" for n in (1, 2, 3))),
        )
        (form,) = self.rng.choices([f for _, f in forms], [weight for weight, _ in forms])
        return form()


def expressions(count: int, seed: int) -> Iterator[str]:
    """Yield queries of random expressions."""
    draws = Expressions(seed)
    for _ in range(count):
        yield draws.statement()
