"""Tables, views and indexes made and dropped."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
CREATE TABLE t (a INT, b TEXT) => SHOW TABLES
= [] | [('Club results',), ('games',), ('t',), ('teams',)]
CREATE TABLE teams (a INT) => SHOW TABLES
= 1050 | [('Club results',), ('games',), ('teams',)]
CREATE TABLE IF NOT EXISTS teams (a INT) => DESCRIBE teams
= [] | [('id', 'bigint(20)', 'NO', 'PRI', None, ''), ('name', 'text', 'YES', '', None, ''), ('size', 'bigint(20)',
  'YES', '', None, ''), ('founded', 'date', 'YES', '', None, '')]
CREATE TABLE t AS SELECT id, name FROM teams WHERE id < 3 => SELECT * FROM t ORDER BY id
= [] | [(1, 'Red'), (2, 'blue')]
CREATE TABLE t LIKE teams => DESCRIBE t
= [] | [('id', 'bigint(20)', 'NO', 'PRI', None, ''), ('name', 'text', 'YES', '', None, ''), ('size', 'bigint(20)',
  'YES', '', None, ''), ('founded', 'date', 'YES', '', None, '')]
CREATE TABLE t (id INT, PRIMARY KEY (x)) => SHOW TABLES
= 1072 | [('Club results',), ('games',), ('teams',)]
CREATE TABLE t (a INT, a INT) => SHOW TABLES
= 1060 | [('Club results',), ('games',), ('teams',)]
CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(20) NOT NULL DEFAULT 'x', UNIQUE KEY k (name)) =>
  DESCRIBE t
= [] | [('id', 'int(11)', 'NO', 'PRI', None, 'auto_increment'), ('name', 'varchar(20)', 'NO', 'UNI', 'x', '')]
CREATE VIEW w AS SELECT name FROM teams WHERE size > 8 => SELECT * FROM w
= [] | [('Red',)]
DROP TABLE games => SHOW TABLES
= [] | [('Club results',), ('teams',)]
DROP TABLE games, teams => SHOW TABLES
= [] | [('Club results',)]
DROP TABLE IF EXISTS nowhere => SHOW TABLES
= [] | [('Club results',), ('games',), ('teams',)]
DROP TABLE nowhere => SHOW TABLES
= 1051 | [('Club results',), ('games',), ('teams',)]
CREATE INDEX i ON games (score) => SELECT COUNT(*) FROM games
= [] | [(4,)]
CREATE UNIQUE INDEX i ON games (team_id) => SELECT COUNT(*) FROM games
= 1062 | [(4,)]
CREATE TEMPORARY TABLE t (a INT); INSERT INTO t VALUES (1) => SELECT * FROM t
= [] | [] | [(1,)]
CREATE TABLE t (a TEXT UNIQUE, b TEXT, KEY (b)); INSERT INTO t VALUES ('a', 1); INSERT INTO t VALUES ('A', 2) =>
  DESCRIBE t
= [] | [] | 1062 | [('a', 'text', 'YES', 'UNI', None, ''), ('b', 'text', 'YES', 'MUL', None, '')]
CREATE TABLE t (a TEXT PRIMARY KEY)
= 1170
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []
