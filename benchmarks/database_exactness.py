"""Is the embedded MySQL exact? The same statements there and on a real MariaDB, compared.

Run: ``python -m agentgym.benchmarks.database_exactness mysql+pymysql://root@localhost/?unix_socket=/path``
with ``--sqlglot tests/dialects/test_mysql.py`` (sqlglot's own MySQL tests), ``--bird FOLDER`` (BIRD's gold statements for
MySQL and the databases, as SQLite files), ``--mutations N``. Each statement is in one class:

``equal``: the same rows and the same tables afterwards, or refused by both; ``left open``: other rows of those that SQL
leaves open (LIMIT without a whole order), or a server that took too long; ``refused``: the embedded database says that it does not do it; ``different``;
``crash``: something left the backend. The last two have to be 0.
"""

from __future__ import annotations

import argparse
import ast
import collections
import json
import math
import random
import re
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy

from agentgym.environments.database.world.backend import Backend, StatementError, Unsupported
from agentgym.environments.database.world.content import Column, Database, Table
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.mysql.backend import EmbeddedBackend
from agentgym.environments.database.world.urls import from_url

CLASSES = ("equal", "left open", "refused", "different", "crash")
_CHANGES = re.compile(
    r"\s*(?:/\*.*?\*/\s*)*\(*\s*(?:SELECT|SHOW|DESC|DESCRIBE|EXPLAIN|WITH|VALUES)\b", re.I | re.S
)
_MOVING = re.compile(
    r"\b(NOW|CUR(RENT_)?(DATE|TIME)\w*|SYSDATE|RAND|UUID\w*|LOCALTIME\w*|UTC_\w+|UNIX_TIMESTAMP|CONNECTION_ID|VERSION|USER"
    r"|CURRENT_\w+|SLEEP|BENCHMARK|GET_LOCK|LAST_INSERT_ID|ROW_COUNT|SESSION_USER|SYSTEM_USER)\b", re.I,
)  # fmt: skip
_LIMIT = re.compile(r"\blimit\b", re.I)
_ORDER = re.compile(r"\border\s+by\b", re.I)


def small() -> Database:
    """Return the tables that mutations are played on."""
    clubs = Table(
        "clubs", (Column("Club"), Column("Points"), Column("Founded")),
        (("Ajax", "30", "1900-03-18"), ("ajax B", "100", "1984-02-29"), ("Zürich", "", "1896-08-01"),
         ("Ñandú", "9.5", "n/a"), ("Ajax", "7", None)),
    )  # fmt: skip
    teams = Table(
        "teams", (Column("id", "integer"), Column("name"), Column("size", "integer"), Column("founded", "date")),
        ((1, "Red", 11, "2001-01-31"), (2, "blue", 7, "1999-12-31"), (3, "Green", None, "2010-06-15")), key="id",
    )  # fmt: skip
    games = Table(
        "games", (Column("id", "integer"), Column("team_id", "integer"), Column("score", "integer"), Column("rate", "real"),
                  Column("note")),
        ((1, 1, 3, 0.5, "home"), (2, 1, 5, 2.25, None), (3, 2, 2, None, "Away"), (4, 9, 8, -1.5, "lost")), key="id",
    )  # fmt: skip
    return Database("small", (clubs, teams, games))


class Pair:
    """The embedded database and a server, side by side."""

    def __init__(self, url: str) -> None:
        limits = Limits(seconds=10)
        self.ours: Backend = EmbeddedBackend(limits)
        self.server: Backend = from_url(url, limits)
        self.database: Database | None = None
        self.fresh = False

    def begin(self, database: Database) -> None:
        """Make the tables on both, where they may have changed."""
        if self.database is not database or not self.fresh:
            self.ours.begin(database, 0)
            self.server.begin(database, 0)
            self.database, self.fresh = database, True

    def compare(self, statement: str) -> tuple[str, str]:
        """Return the class of a statement, and what was seen."""
        assert self.database is not None
        reads = _CHANGES.match(statement) is not None
        try:
            mine = _answer(self.ours, statement)
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            self.fresh = False
            return "crash", f"{type(error).__name__}: {error}"
        if isinstance(mine, Unsupported):
            return "refused", str(mine)
        theirs = _answer(self.server, statement)
        if not reads:
            self.fresh = False
        if isinstance(theirs, StatementError) and str(theirs).startswith("1969"):
            return "left open", "the server took too long"
        if isinstance(mine, StatementError) or isinstance(theirs, StatementError):
            both = isinstance(mine, StatementError) and isinstance(theirs, StatementError)
            return ("equal" if both else "different"), f"ours {mine!s:.150} | server {theirs!s:.150}"
        if _MOVING.search(statement):
            return "equal", "moving"
        if not same(mine, theirs, ordered=False):
            if _LIMIT.search(statement) and len(mine) == len(theirs) and self._open(statement):
                return "left open", ""
            return "different", f"ours {mine!s:.200} | server {theirs!s:.200}"
        if not reads:
            seen = self._state(self.ours), self._state(self.server)
            if not same_states(*seen):
                return "different", f"tables: ours {seen[0]!s:.300} | server {seen[1]!s:.300}"
        return "equal", ""

    def _open(self, statement: str) -> bool:
        whole = re.sub(r"\blimit\s+\d+(\s*(,|offset)\s*\d+)?", "", statement, flags=re.I)
        mine, theirs = _answer(self.ours, whole), _answer(self.server, whole)
        return isinstance(mine, list) and isinstance(theirs, list) and same(mine, theirs, ordered=False)

    def _state(self, server: Backend) -> dict[str, Any]:
        names = _answer(server, "SHOW TABLES")
        assert isinstance(names, list)
        return {
            n: (_answer(server, f"SELECT * FROM `{n}`"), _answer(server, f"DESCRIBE `{n}`")) for (n,) in names
        }


def _answer(server: Backend, statement: str) -> Any:
    try:
        return server.rows(statement)
    except StatementError as error:
        return error


def same(a: list[Any], b: list[Any], *, ordered: bool) -> bool:
    """Whether two results are the same; doubles to 12 digits."""
    if len(a) != len(b):
        return False
    first, second = (x if ordered else sorted(x, key=repr) for x in (a, b))
    if all(map(_same_row, first, second)):
        return True
    # Doubles that differ in the last digit may be sorted otherwise.
    rest = list(second)
    for row in first:
        found = next((i for i, other in enumerate(rest) if _same_row(row, other)), None)
        if found is None:
            return False
        del rest[found]
    return True


def _same_row(a: Any, b: Any) -> bool:
    return len(a) == len(b) and all(map(_same_value, a, b))


def _same_value(a: Any, b: Any) -> bool:
    if isinstance(a, float) and isinstance(b, float):
        return math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-12)
    return type(a) is type(b) and a == b


def same_states(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether two databases hold the same tables; what one of them cannot describe is not compared."""
    if a.keys() != b.keys():
        return False
    for name, (rows, columns) in a.items():
        other_rows, other_columns = b[name]
        if isinstance(rows, Unsupported):
            continue
        if isinstance(rows, StatementError) or isinstance(other_rows, StatementError):
            return False
        if not same(rows, other_rows, ordered=False):
            return False
        if not isinstance(columns, StatementError) and columns != other_columns:
            return False
    return True


# ---- statements ------------------------------------------------------------------------------------------------


def of_sqlglot(path: Path) -> Iterator[str]:
    """Yield the texts of sqlglot's MySQL tests that may be statements."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value.strip()
            if re.match(r"[A-Za-z(/]", text) and " " in text and len(text) < 4000:
                yield text
                if not re.match(
                    r"(?i)(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|SHOW|SET|WITH|REPLACE|\()", text
                ):
                    yield f"SELECT {text}"


def of_bird(folder: Path) -> Iterator[tuple[Database, str]]:
    """Yield BIRD's gold statements for MySQL with their databases."""
    tasks = json.loads((folder / "mini_dev_mysql.json").read_text())
    known: dict[str, Database] = {}
    for task in sorted(tasks, key=lambda t: t["db_id"]):
        name = task["db_id"]
        if name not in known:
            file = next(
                p for p in (folder / "synthetic" / f"{name}.sqlite", folder / f"{name}.sqlite") if p.exists()
            )
            known[name] = of_file(name, file)
        yield known[name], task["SQL"]


def of_file(name: str, file: Path) -> Database:
    """Return the tables of an SQLite file, with the types that a task's tables have."""
    connection = sqlite3.connect(file)
    tables = []
    for (table,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ):
        quoted = table.replace('"', '""')
        info = connection.execute(f'PRAGMA table_info("{quoted}")').fetchall()
        rows = connection.execute(f'SELECT * FROM "{quoted}"').fetchall()
        kinds = []
        for place, column in enumerate(info):
            values = [r[place] for r in rows if r[place] is not None]
            declared = column[2].upper()
            kind = "text"
            if "INT" in declared and all(isinstance(x, int) for x in values):
                kind = "integer"
            elif declared in ("REAL", "FLOAT", "DOUBLE") and all(isinstance(x, (int, float)) for x in values):
                kind = "real"
            elif declared == "DATE" and all(re.fullmatch(r"\d{4}-\d\d-\d\d", str(x)) for x in values):
                kind = "date"
            kinds.append(kind)
        made = tuple(
            tuple(
                x if x is None or k in ("integer",) else float(x) if k == "real" else str(x)
                for x, k in zip(r, kinds, strict=True)
            )
            for r in rows
        )
        columns = tuple(Column(c[1], k) for c, k in zip(info, kinds, strict=True))  # type: ignore[arg-type]
        tables.append(Table(table, columns, made))
    return Database(name, tuple(tables))


SEEDS = r"""
SELECT name FROM teams WHERE YEAR(founded) = '2001'
SELECT team_id, COUNT(*) AS c FROM games GROUP BY team_id HAVING c > 1
SELECT t.name, SUM(g.score) FROM teams t JOIN games g ON g.team_id = t.id GROUP BY t.id, t.name ORDER BY 2 DESC
SELECT * FROM teams LEFT JOIN games ON teams.id = games.team_id WHERE games.id IS NULL
SELECT Club FROM clubs WHERE Club LIKE 'a%' AND Points > 20 ORDER BY Points + 0 DESC LIMIT 1
SELECT COUNT(DISTINCT Club), MAX(CAST(Points AS SIGNED)) FROM clubs
SELECT AVG(score), SUM(rate), MIN(note) FROM games WHERE team_id IN (SELECT id FROM teams)
SELECT CONCAT(name, '-', size) FROM teams WHERE size IS NOT NULL
SELECT CASE WHEN size > 8 THEN 'big' WHEN size > 5 THEN 'mid' ELSE 'none' END FROM teams
SELECT IFNULL(size, 0) + 1, COALESCE(NULL, name), NULLIF(size, 7) FROM teams
SELECT name FROM teams WHERE founded BETWEEN '2000-01-01' AND '2005-12-31'
SELECT DATE_FORMAT(founded, '%d/%m/%Y'), DATEDIFF(founded, '2000-01-01') FROM teams
SELECT DATE_ADD(founded, INTERVAL 1 MONTH), LAST_DAY(founded), DAYNAME(founded) FROM teams
SELECT UPPER(name), LENGTH(name), SUBSTRING(name, 1, 2), REPLACE(name, 'e', 'E') FROM teams
SELECT ROUND(rate, 1), FLOOR(rate), CEIL(rate), ABS(rate), score / 3, score DIV 2, score % 2 FROM games
SELECT ROUND(score * 1.5, 1), score * 0.1 + 0.2, 7 / 2, -5 % 3, 2.50 * 2 FROM games
SELECT GROUP_CONCAT(name ORDER BY id SEPARATOR '; ') FROM teams
SELECT name FROM teams UNION SELECT Club FROM clubs ORDER BY name
SELECT DISTINCT team_id FROM games WHERE EXISTS (SELECT 1 FROM teams WHERE teams.id = games.team_id)
SELECT x.c FROM (SELECT COUNT(*) AS c, team_id FROM games GROUP BY team_id) x WHERE x.c >= 1 ORDER BY x.c
WITH big AS (SELECT * FROM teams WHERE size > 5) SELECT name FROM big ORDER BY name
SELECT name, (SELECT COUNT(*) FROM games g WHERE g.team_id = t.id) AS n FROM teams t ORDER BY n DESC, name
SELECT * FROM games WHERE score >= ALL (SELECT score FROM games)
SELECT g1.id, g2.id FROM games g1, games g2 WHERE g1.team_id = g2.team_id AND g1.id < g2.id
SELECT name REGEXP '^[RG]', name LIKE '%e_', NOT size > 8, size <=> NULL FROM teams
SELECT STR_TO_DATE('31,5,2013', '%d,%m,%Y'), TIMESTAMPDIFF(DAY, '2020-01-01', founded) FROM teams
SELECT LEAST(score, 4), GREATEST(rate, 1), SIGN(rate), POW(score, 2) FROM games
SELECT team_id, SUM(score) FROM games GROUP BY team_id WITH ROLLUP
INSERT INTO teams VALUES (4, 'x', 3, '2020-01-05')
INSERT INTO teams (id, name) VALUES (5, 'new'), (6, 'newer')
INSERT INTO clubs (Club, Points) VALUES ('PSV', 3.50)
INSERT INTO clubs SELECT name, size, founded FROM teams WHERE size > 8
INSERT INTO teams (id, name) VALUES (1, 'dup') ON DUPLICATE KEY UPDATE name = CONCAT(name, '!')
REPLACE INTO teams VALUES (2, 'again', 1, NULL)
UPDATE teams SET size = size + 1, name = UPPER(name) WHERE id < 3
UPDATE clubs SET Points = Points + 1 WHERE Club = 'ajax'
UPDATE teams t JOIN games g ON g.team_id = t.id SET t.size = 0 WHERE g.score > 4
UPDATE games SET note = 'none' WHERE note IS NULL ORDER BY id LIMIT 1
DELETE FROM games WHERE score < 3 OR note = 'HOME'
DELETE FROM clubs ORDER BY Club LIMIT 2
DELETE t FROM teams t LEFT JOIN games g ON g.team_id = t.id WHERE g.id IS NULL
CREATE TABLE extra (id INT PRIMARY KEY, title VARCHAR(20) NOT NULL, price DECIMAL(6,2) DEFAULT 0)
CREATE TABLE copy AS SELECT id, name FROM teams
ALTER TABLE teams ADD COLUMN city TEXT
ALTER TABLE teams RENAME TO crews
DROP TABLE games
TRUNCATE TABLE clubs
DESCRIBE teams
SHOW TABLES
""".strip().splitlines()
WORDS = """id name size founded team_id score rate note Club Points Founded teams games clubs t g x 0 1 2 3 -1 7 1.5 0.25 '1' 'a'
'Red' 'ajax' '2001-01-31' '' NULL ( ) , . * + - / % = <> < > <= >= AND OR NOT IN LIKE IS BETWEEN DISTINCT FROM WHERE GROUP
ORDER BY HAVING LIMIT AS ON JOIN LEFT UNION ALL DESC ASC COUNT( SUM( AVG( MAX( MIN( CONCAT( ROUND( ABS( IF( IFNULL( UPPER(
LENGTH( YEAR( DATE( CAST( SELECT SET VALUES CASE WHEN THEN ELSE END INTERVAL DAY MONTH EXISTS ANY ; -- # DIV MOD XOR | & ^""".split()


def mutations(count: int, seed: int, more: list[str]) -> Iterator[str]:
    """Yield statements with one to three words lost, doubled, swapped or taken from elsewhere."""
    rng = random.Random(seed)
    pool = [*SEEDS, *more]
    cut = re.compile(r"'(?:[^'\\]|\\.|'')*'|\"[^\"]*\"|`[^`]*`|\w+\(?|[^\w\s]|\s+")
    pieces = [cut.findall(s) for s in pool]
    for _ in range(count):
        words = list(rng.choice(pieces[: len(SEEDS)] if rng.random() < 0.7 or not more else pieces))
        for _ in range(rng.randint(1, 3)):
            at = rng.randrange(len(words))
            how = rng.randrange(5)
            if how == 0 and len(words) > 2:
                del words[at]
            elif how == 1:
                words.insert(at, words[at])
            elif how == 2:
                other = rng.randrange(len(words))
                words[at], words[other] = words[other], words[at]
            elif how == 3:
                words[at] = rng.choice(WORDS)
            else:
                words.insert(at, f" {rng.choice(WORDS)} ")
        yield "".join(words)


def main(arguments: list[str] | None = None) -> int:
    """Compare, and print a table; 1 if a statement was different or crashed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("server", help="SQLAlchemy URL of a MariaDB on which databases may be made")
    parser.add_argument("--sqlglot", type=Path, help="sqlglot's tests/dialects/test_mysql.py")
    parser.add_argument("--bird", type=Path, help="folder with mini_dev_mysql.json and the databases")
    parser.add_argument("--mutations", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, default=20, help="statements of a bad class that are printed")
    parser.add_argument("--refused", type=Path, help="write what was refused here")
    given = parser.parse_args(arguments)
    pair, tables = Pair(given.server), small()
    sets: dict[str, Any] = {"everyday": ((tables, s) for s in SEEDS)}
    tests = list(dict.fromkeys(of_sqlglot(given.sqlglot))) if given.sqlglot else []
    if tests:
        sets["sqlglot's tests"] = ((tables, s) for s in tests)
    if given.bird:
        sets["BIRD's gold"] = of_bird(given.bird)
    if given.mutations:
        sets["mutations"] = ((tables, s) for s in mutations(given.mutations, given.seed, tests))
    bad, shown, refused = 0, 0, collections.Counter[str]()
    print(f"| statements | {' | '.join(CLASSES)} | in all | s |")
    print(f"|---|{'---:|' * (len(CLASSES) + 2)}")
    for name, statements in sets.items():
        counts: collections.Counter[str] = collections.Counter()
        clock = time.perf_counter()
        for database, statement in statements:
            pair.begin(database)
            found, seen = pair.compare(statement)
            counts[found] += 1
            if found in ("different", "crash"):
                bad += 1
                if shown < given.show:
                    shown += 1
                    print(f"{found}: {statement!r}\n    {seen}", file=sys.stderr)
            elif found == "refused":
                refused[f"{name}: {seen}"] += 1
        cells = " | ".join(f"{counts[c]:,}" for c in CLASSES)
        print(f"| {name} | {cells} | {counts.total():,} | {time.perf_counter() - clock:.0f} |", flush=True)
    if given.refused:
        given.refused.write_text("\n".join(f"{n} {t}" for t, n in refused.most_common()) + "\n")
    pair.server.close()
    return int(bad > 0)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except sqlalchemy.exc.SQLAlchemyError as error:
        sys.exit(f"The server: {error}")
