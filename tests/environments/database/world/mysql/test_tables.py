"""What a value becomes when it is stored."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
INSERT INTO teams VALUES ('8', 8, '12abc', '2020-1-5') => SELECT * FROM teams WHERE id = 8
= [] | [(8, '8', 12, datetime.date(2020, 1, 5))]
INSERT INTO teams VALUES (8, 'x', '', '2020-01-01 10:00:00') => SELECT * FROM teams WHERE id = 8
= [] | [(8, 'x', 0, datetime.date(2020, 1, 1))]
INSERT INTO teams VALUES (8, 1.50, -2.5, DATE '2020-01-05') => SELECT * FROM teams WHERE id = 8
= [] | [(8, '1.50', -3, datetime.date(2020, 1, 5))]
INSERT INTO teams VALUES (8, TRUE, 1e2, NULL) => SELECT * FROM teams WHERE id = 8
= [] | [(8, '1', 100, None)]
CREATE TABLE t (a TINYINT, b DECIMAL(4,1), c VARCHAR(3), d CHAR(2)); INSERT INTO t VALUES (1000, 12.35, 'abcdef', 'x
  ') => SELECT * FROM t
= [] | [] | [(127, Decimal('12.4'), 'abc', 'x')]
CREATE TABLE t (a INT UNSIGNED, b BOOLEAN, c DOUBLE, d DATETIME); INSERT INTO t VALUES (-5, TRUE, '1.5x',
  '2020-01-01') => SELECT * FROM t
= [] | [] | [(0, 1, 1.5, datetime.datetime(2020, 1, 1, 0, 0))]
CREATE TABLE t (a INT DEFAULT 7, b TEXT, c INT NOT NULL); INSERT INTO t (b) VALUES ('x') => SELECT * FROM t
= [] | [] | [(7, 'x', 0)]
CREATE TABLE t (a INT AUTO_INCREMENT PRIMARY KEY, b INT); INSERT INTO t (b) VALUES (5), (6); INSERT INTO t VALUES
  (9, 7), (NULL, 8) => SELECT * FROM t ORDER BY a
= [] | [] | [] | [(1, 5), (2, 6), (9, 7), (10, 8)]
CREATE TABLE t (a INT, b INT, UNIQUE (b)); INSERT INTO t VALUES (1, NULL), (2, NULL), (3, 1); INSERT INTO t VALUES
  (4, 1) => SELECT * FROM t ORDER BY a
= [] | [] | 1062 | [(1, None), (2, None), (3, 1)]
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []
