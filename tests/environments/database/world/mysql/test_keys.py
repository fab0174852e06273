"""What values are the same by."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
CREATE TABLE t (a VARCHAR(9) PRIMARY KEY); INSERT INTO t VALUES ('a'); INSERT INTO t VALUES ('A') => SELECT COUNT(*)
  FROM t
= [] | [] | 1062 | [(1,)]
CREATE TABLE t (a VARCHAR(9) PRIMARY KEY); INSERT INTO t VALUES ('a'); INSERT INTO t VALUES ('a ') => SELECT
  COUNT(*) FROM t
= [] | [] | 1062 | [(1,)]
CREATE TABLE t (a DECIMAL(5,2) PRIMARY KEY); INSERT INTO t VALUES (1.5); INSERT INTO t VALUES (1.50) => SELECT
  COUNT(*) FROM t
= [] | [] | 1062 | [(1,)]
CREATE TABLE t (a VARCHAR(9)); INSERT INTO t VALUES ('é'), ('E'), ('f') => SELECT COUNT(DISTINCT a) FROM t
= [] | [] | [(2,)]
CREATE TABLE t (a VARCHAR(9)); INSERT INTO t VALUES ('b'), ('A'), (NULL), ('a') => SELECT a FROM t ORDER BY a,
  BINARY a
= [] | [] | [(None,), ('A',), ('a',), ('b',)]
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []
