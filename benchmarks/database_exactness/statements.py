"""What is compared: everyday statements, other projects' tests, BIRD's gold statements, and mutations of all these."""

from __future__ import annotations

import ast
import json
import random
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from agentgym.environments.database.world.content import Column, Database, Table


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
SELECT id, RANK() OVER (PARTITION BY team_id ORDER BY score DESC) AS r, DENSE_RANK() OVER (ORDER BY team_id) FROM games
SELECT id, ROW_NUMBER() OVER (ORDER BY score), SUM(score) OVER (ORDER BY id), AVG(rate) OVER (PARTITION BY team_id) FROM games
SELECT id, score - LAG(score) OVER (ORDER BY id), FIRST_VALUE(note) OVER (ORDER BY score DESC) FROM games ORDER BY id
SELECT x.id FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY team_id ORDER BY score DESC) AS n FROM games) x WHERE x.n = 1
SELECT team_id, SUM(score), RANK() OVER (ORDER BY SUM(score) DESC) FROM games GROUP BY team_id
SELECT id, COUNT(*) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW), NTILE(2) OVER (ORDER BY id) FROM games
WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i, name FROM n LEFT JOIN teams ON id = i
WITH RECURSIVE c AS (SELECT id, 1 AS depth FROM teams WHERE id = 1 UNION SELECT t.id, c.depth + 1 FROM teams t JOIN c ON t.id = c.id + 1) SELECT * FROM c
SELECT ROUND(STDDEV(score), 2), VARIANCE(score), STDDEV_SAMP(rate), PI() * 2 FROM games
SELECT name FROM teams USE INDEX (PRIMARY) WHERE id > 1
INSERT IGNORE INTO teams (id, name) VALUES (1, 'dup'), (8, 'ok'), (NULL, 'none')
CREATE TEMPORARY TABLE passing (id INT, name VARCHAR(10) DEFAULT 'x' COMMENT 'who', made DATE DEFAULT '2020-01-01')
CREATE TEMPORARY TABLE passing AS SELECT name, size FROM teams WHERE size > 7
CREATE TABLE made (a INT, b VARCHAR(9), CONSTRAINT pk PRIMARY KEY (a), UNIQUE KEY u (b) USING BTREE)
ALTER TABLE teams ADD COLUMN city TEXT, ADD COLUMN age INT DEFAULT 3, DROP COLUMN size
ALTER TABLE games DROP PRIMARY KEY
SHOW FULL TABLES
SELECT id FROM teams UNION ALL SELECT 2.50 UNION ALL SELECT name FROM teams
SELECT score FROM games UNION SELECT rate FROM games UNION SELECT '3'
SELECT id FROM teams EXCEPT SELECT team_id FROM games
SELECT team_id FROM games INTERSECT SELECT id FROM teams ORDER BY 1
SELECT LPAD(size, 4, '0'), RPAD(name, 6, '.'), CONV(size, 10, 16), BIN(size), OCT(size), CRC32(name), BIT_LENGTH(name) FROM teams
SELECT NVL2(size, name, id), GREATEST(size, '8'), LOG(2, size), ATAN(size), DEGREES(id), REGEXP_SUBSTR(name, '[a-e]+') FROM teams
SELECT EXTRACT(YEAR_MONTH FROM founded), PERIOD_ADD(200001, size), SEC_TO_TIME(size), INTERVAL 1 DAY + founded FROM teams
CREATE TABLE texts (a TEXT UNIQUE, b INT, UNIQUE KEY u (b))
CREATE UNIQUE INDEX u ON teams (name)
SELECT ROUND(AVG(score), 6), ROUND(SUM(score) / 7, 8), ROUND(size / 3, 6) FROM games JOIN teams ON games.id = teams.id GROUP BY size
SELECT id FROM teams WHERE size / 3 = 3.6667 OR size / 3 IN (2.3333) OR size / 7 BETWEEN 1 AND 1.5714
SELECT score / 700 AS k, COUNT(*), COUNT(DISTINCT score / 70000) FROM games GROUP BY k ORDER BY k
SELECT Club FROM clubs WHERE CAST(Founded AS DATE) < '1950-01-01' OR DATE(Founded) IS NULL
SELECT Club, YEAR(Founded), DATE(Founded) FROM clubs ORDER BY Club, Points
SELECT BINARY name, LOCATE('E', name), INSTR(Club, 'a') FROM teams JOIN clubs
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
