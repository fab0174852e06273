"""Statements made at random that are nearly always right: what mutations, most of them broken, seldom reach."""

from __future__ import annotations

import random
from collections.abc import Iterator

_COLUMNS = {
    "clubs": {"text": ["Club", "Points", "Founded"]},
    "teams": {"number": ["id", "size"], "text": ["name"], "date": ["founded"]},
    "games": {"number": ["id", "team_id", "score", "rate"], "text": ["note"]},
}
_NUMBERS = "0 1 2 3 -1 7 10 1.5 0.25 -2.5 100 1e1 '2' '3x' NULL".split()
_TEXTS = [
    *"'Red' 'blue' 'ajax' 'a' '' '10' '9.5' 'a,b,c' 'Zürich' 'home' NULL".split(),
    "'2001-01-31'",
    "' x '",
]
_DATES = (
    "'2001-01-31' '1999-12-31' '2010-06-15' '2000-02-29' DATE'2001-03-01' '2001-01-31 10:20:30' NULL".split(
        "' "
    )
)
_DATES = [
    "'2001-01-31'",
    "'1999-12-31'",
    "'2000-02-29'",
    "DATE '2001-03-01'",
    "'2001-01-31 10:20:30'",
    "NULL",
]
_UNITS = "DAY WEEK MONTH QUARTER YEAR HOUR MINUTE SECOND".split()
# Calls: what they give, and their arguments by kind.
_CALLS = {
    "number": [
        "ABS(n)", "ROUND(n)", "ROUND(n, 1)", "TRUNCATE(n, 1)", "CEIL(n)", "FLOOR(n)", "SIGN(n)", "MOD(n, n)", "SQRT(n)",
        "POW(n, 2)", "GREATEST(n, n)", "LEAST(n, n, n)", "LENGTH(t)", "CHAR_LENGTH(t)", "LOCATE(t, t)", "INSTR(t, t)",
        "FIELD(t, t, t)", "FIND_IN_SET(t, t)", "STRCMP(t, t)", "ASCII(t)", "YEAR(d)", "MONTH(d)", "DAY(d)", "DAYOFWEEK(d)",
        "DAYOFYEAR(d)", "WEEKDAY(d)", "WEEK(d)", "WEEK(d, 1)", "QUARTER(d)", "DATEDIFF(d, d)", "TO_DAYS(d)",
        "TIMESTAMPDIFF(U, d, d)", "EXTRACT(YEAR FROM d)", "CAST(t AS SIGNED)", "CAST(n AS SIGNED)", "CAST(n AS DECIMAL(8,2))",
        "IFNULL(n, n)", "COALESCE(n, n, n)", "IF(b, n, n)", "NULLIF(n, n)", "n + n", "n - n", "n * n", "n / n", "n DIV n",
        "n % n", "-n", "(n)", "t + n", "CASE WHEN b THEN n ELSE n END", "CASE n WHEN n THEN n WHEN n THEN n END", "b",
    ],
    "text": [
        "UPPER(t)", "LOWER(t)", "CONCAT(t, t)", "CONCAT(t, n)", "CONCAT_WS('-', t, t, n)", "LEFT(t, 2)", "RIGHT(t, 2)",
        "SUBSTRING(t, 2)", "SUBSTRING(t, 2, 3)", "SUBSTRING(t, -2)", "TRIM(t)", "LTRIM(t)", "RTRIM(t)", "REPLACE(t, t, t)",
        "REVERSE(t)", "REPEAT(t, 2)", "LPAD(t, 6, '*')", "RPAD(t, 3, 'ab')", "SUBSTRING_INDEX(t, ',', 1)", "ELT(n, t, t)",
        "HEX(t)", "MD5(t)", "FORMAT(n, 1)", "DATE_FORMAT(d, '%Y-%m')", "DATE_FORMAT(d, '%d %b %y')", "MONTHNAME(d)",
        "DAYNAME(d)", "CAST(n AS CHAR)", "CAST(d AS CHAR)", "IFNULL(t, t)", "COALESCE(t, t)", "IF(b, t, t)", "NULLIF(t, t)",
        "CASE WHEN b THEN t ELSE t END", "CASE t WHEN t THEN t ELSE t END", "INSERT(t, 1, 2, t)", "CONV(n, 10, 2)", "IF(b, n, t)",
        "TRIM(LEADING 'a' FROM t)",
    ],
    "date": [
        "DATE(d)", "DATE_ADD(d, INTERVAL 1 U)", "DATE_SUB(d, INTERVAL n U)", "d + INTERVAL 2 DAY", "LAST_DAY(d)", "IFNULL(d, d)",
        "IF(b, d, d)", "MAKEDATE(2001, n)", "STR_TO_DATE(t, '%Y-%m-%d')", "CAST(t AS DATE)", "CAST(d AS DATETIME)",
        "TIMESTAMPADD(U, 1, d)",
    ],
    "truth": [
        "n = n", "n <> n", "n < n", "n >= n", "n <=> n", "t = t", "t < t", "t LIKE '%a%'", "t LIKE '_e%'", "t NOT LIKE t",
        "t REGEXP '^[a-m]'", "d > d", "d = d", "d BETWEEN d AND d", "n BETWEEN n AND n", "n IN (n, n, n)", "t IN (t, t)",
        "n NOT IN (n, n)", "n IS NULL", "t IS NOT NULL", "b AND b", "b OR b", "NOT b", "b XOR b", "n = t", "t = n", "d = t",
        "n IN (SELECT team_id FROM games)", "t NOT IN (SELECT name FROM teams)", "EXISTS (SELECT 1 FROM games WHERE score > n)",
        "(n, t) = (n, t)", "n > ALL (SELECT size FROM teams)", "n", "ISNULL(t)",
    ],
}  # fmt: skip
_SUMS = ["n + n", "n - n", "n * n", "n / n", "n / 3", "ROUND(n / n, 2)", "FLOOR(n / n)", "n * 100.0 / n"]
_AGGREGATES = [
    "COUNT(*)", "COUNT(n)", "COUNT(DISTINCT t)", "COUNT(DISTINCT n, t)", "SUM(n)", "AVG(n)", "MIN(n)", "MAX(t)", "MAX(d)", "MIN(t)",
    "SUM(b)", "AVG(DISTINCT n)", "SUM(DISTINCT n)", "MAX(n) - MIN(n)", "ROUND(AVG(n), 2)", "GROUP_CONCAT(DISTINCT t)",
    "STD(n)", "VARIANCE(n)", "BIT_OR(id)", "IFNULL(SUM(n), 0)", "COUNT(*) * 1.0 / 3", "SUM(CASE WHEN b THEN 1 ELSE 0 END)",
]  # fmt: skip
_WINDOWS = [
    "ROW_NUMBER() OVER (ORDER BY id)", "RANK() OVER (ORDER BY n)", "DENSE_RANK() OVER (ORDER BY t)", "SUM(n) OVER (ORDER BY id)",
    "LAG(n) OVER (ORDER BY id)", "LEAD(t, 2) OVER (ORDER BY id)", "AVG(n) OVER (PARTITION BY b)", "NTILE(2) OVER (ORDER BY id)",
    "FIRST_VALUE(t) OVER (ORDER BY id)", "COUNT(*) OVER (PARTITION BY t)", "MAX(n) OVER ()",
    "SUM(n) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING)", "PERCENT_RANK() OVER (ORDER BY id)",
]  # fmt: skip
_KINDS = {"n": "number", "t": "text", "d": "date", "b": "truth"}


class _Maker:
    """Makes expressions over one table."""

    def __init__(self, rng: random.Random, table: str, alias: str = "") -> None:
        self.rng, self.table = rng, table
        self.before = f"{alias}." if alias else ""

    def any(self, depth: int = 2) -> str:
        return self.of(self.rng.choice(["number", "number", "text", "text", "date", "truth"]), depth)

    def of(self, kind: str, depth: int) -> str:
        """Return an expression; one in fifteen is of another kind than asked for."""
        rng = self.rng
        if kind == "number" and depth > 0 and rng.random() < 0.3:
            return self.filled(rng.choice(_SUMS), depth - 1)
        if rng.random() < 1 / 15:
            kind = rng.choice(list(_CALLS))
        if kind == "truth" or (depth > 0 and rng.random() < 0.5):
            return self.filled(rng.choice(_CALLS[kind]), depth - 1) if depth > -2 else "1"
        known = _COLUMNS[self.table].get(kind, [])
        if known and rng.random() < 0.7:
            return self.before + rng.choice(known)
        return rng.choice({"number": _NUMBERS, "text": _TEXTS, "date": _DATES}[kind])

    def filled(self, form: str, depth: int) -> str:
        """Return a form with expressions in the place of its letters."""
        parts = []
        for word in _split(form):
            if word in _KINDS:
                made = self.of(_KINDS[word], depth)
                parts.append(f"({made})" if " " in made and not made.startswith("'") else made)
            else:
                parts.append(self.rng.choice(_UNITS) if word == "U" else word)
        return "".join(parts)


def _split(form: str) -> list[str]:
    """Cut a form into words and what is between them; texts stay whole."""
    found, word, quoted = [], "", False
    for letter in form:
        if letter == "'":
            quoted = not quoted
        if not quoted and letter != "'" and not (letter.isalnum() or letter == "_"):
            found += [word, letter]
            word = ""
        else:
            word += letter
    return [*found, word]


def _query(rng: random.Random) -> str:
    table = rng.choice(list(_COLUMNS))
    make = _Maker(rng, table)
    where = f" WHERE {make.of('truth', 2)}" if rng.random() < 0.5 else ""
    form = rng.randrange(8)
    if form < 3:
        shown = ", ".join(make.any() for _ in range(rng.randint(1, 3)))
        distinct = "DISTINCT " if rng.random() < 0.2 else ""
        order = f" ORDER BY {make.any(1)}" if rng.random() < 0.4 and not distinct else ""
        return f"SELECT {distinct}{shown} FROM {table}{where}{order}"
    if form < 5:
        group = make.any(1)
        shown = ", ".join(make.filled(rng.choice(_AGGREGATES), 1) for _ in range(rng.randint(1, 2)))
        if table == "clubs":
            shown = shown.replace("id", "Points")
        if rng.random() < 0.3:
            return f"SELECT {shown} FROM {table}{where}"
        having = f" HAVING COUNT(*) > {rng.randint(0, 2)}" if rng.random() < 0.3 else ""
        order = " ORDER BY 1" if rng.random() < 0.4 else ""
        return f"SELECT {group}, {shown} FROM {table}{where} GROUP BY {group}{having}{order}"
    if form == 5:
        left, right = _Maker(rng, "teams", "t"), _Maker(rng, "games", "g")
        side = rng.choice(["JOIN", "LEFT JOIN", "RIGHT JOIN"])
        on = rng.choice(
            [
                "t.id = g.team_id",
                f"{left.of('number', 0)} = {right.of('number', 1)}",
                "t.id = g.team_id AND g.score > 2",
            ]
        )
        condition = f" WHERE {rng.choice([left, right]).of('truth', 1)}" if rng.random() < 0.5 else ""
        return f"SELECT {left.any()}, {right.any()} FROM teams t {side} games g ON {on}{condition}"
    if form == 6:
        make = _Maker(rng, rng.choice(["teams", "games"]))
        return f"SELECT id, {make.filled(rng.choice(_WINDOWS), 1)} FROM {make.table} ORDER BY id"
    other = _Maker(rng, rng.choice(list(_COLUMNS)))
    word = rng.choice(["UNION", "UNION ALL", "EXCEPT", "INTERSECT"])
    return f"SELECT {make.any()} FROM {table}{where} {word} SELECT {other.any()} FROM {other.table}"


def _change(rng: random.Random) -> str:
    table = rng.choice(list(_COLUMNS))
    make = _Maker(rng, table)
    columns = [c for names in _COLUMNS[table].values() for c in names if c != "id"]
    kinds = {c: k for k, names in _COLUMNS[table].items() for c in names}
    form = rng.randrange(4)
    if form == 0:
        sets = ", ".join(
            f"{c} = {make.of(kinds[c], 2)}" for c in rng.sample(columns, rng.randint(1, min(2, len(columns))))
        )
        return f"UPDATE {table} SET {sets}" + (f" WHERE {make.of('truth', 1)}" if rng.random() < 0.7 else "")
    if form == 1:
        return f"DELETE FROM {table} WHERE {make.of('truth', 2)}"
    constant = _Maker(rng, "clubs")
    constant.table = ""
    if form == 2:
        chosen = rng.sample(columns, rng.randint(1, len(columns)))
        names, values = list(chosen), [_constant(rng, kinds[c]) for c in chosen]
        if "id" in kinds:
            names, values = ["id", *names], [str(rng.randint(1, 12)), *values]
        return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(values)})"
    if "id" in kinds:
        column = rng.choice(columns)
        return f"INSERT INTO {table} (id, {column}) SELECT id + 10, {make.of(kinds[column], 2)} FROM {table}"
    return f"INSERT INTO clubs (Club, Points) SELECT name, {_Maker(rng, 'teams').any()} FROM teams"


def _constant(rng: random.Random, kind: str) -> str:
    """Return an expression that reads no table."""
    return (
        rng.choice({"number": _NUMBERS, "text": _TEXTS, "date": _DATES}[kind])
        if rng.random() < 0.5
        else rng.choice(
            [
                "1 + 1",
                "1 / 3",
                "CONCAT('a', 1)",
                "ROUND(2.5)",
                "'12abc'",
                "2.5",
                "'2020-1-5'",
                "20200105",
                "UPPER('x')",
                "-'3'",
                "1e3",
            ]
        )
    )


def made(count: int, seed: int) -> Iterator[str]:
    """Yield statements: five queries to a change."""
    rng = random.Random(seed)
    for _ in range(count):
        yield _change(rng) if rng.random() < 1 / 6 else _query(rng)
