"""How tables are made and altered."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
CREATE TABLE t (a INT) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 => SHOW TABLES
= [] | [('Club results',), ('games',), ('t',), ('teams',)]
CREATE TABLE t () => SHOW TABLES
= 1064 | [('Club results',), ('games',), ('teams',)]
CREATE TABLE t (a) => SHOW TABLES
= 1064 | [('Club results',), ('games',), ('teams',)]
CREATE TABLE t (a INT,) => SHOW TABLES
= 1064 | [('Club results',), ('games',), ('teams',)]
CREATE TABLE t (a INT, b foo)
= 4161
CREATE TABLE t (a INT 5)
= 1064
CREATE FOO bar
= 1064
DROP FOO bar
= 1064
ALTER TABLE teams LIMIT 1
= 1064
CREATE TABLE t (a INT KEY, b INT) CHAR SET utf8mb4 => DESCRIBE t
= [] | [('a', 'int(11)', 'NO', 'PRI', None, ''), ('b', 'int(11)', 'YES', '', None, '')]
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []
