"""Tables that are altered."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
ALTER TABLE teams ADD COLUMN city TEXT => SELECT * FROM teams WHERE id = 1
= [] | [(1, 'Red', 11, datetime.date(2001, 1, 31), None)]
ALTER TABLE teams ADD city INT NOT NULL DEFAULT 5 FIRST => SELECT * FROM teams WHERE id = 1
= [] | [(5, 1, 'Red', 11, datetime.date(2001, 1, 31))]
ALTER TABLE teams ADD a INT AFTER id => DESCRIBE teams
= [] | [('id', 'bigint(20)', 'NO', 'PRI', None, ''), ('a', 'int(11)', 'YES', '', None, ''), ('name', 'text', 'YES',
  '', None, ''), ('size', 'bigint(20)', 'YES', '', None, ''), ('founded', 'date', 'YES', '', None, '')]
ALTER TABLE teams DROP COLUMN founded => SELECT * FROM teams ORDER BY id
= [] | [(1, 'Red', 11), (2, 'blue', 7), (3, 'Green', None)]
ALTER TABLE teams DROP nothing => DESCRIBE teams
= 1091 | [('id', 'bigint(20)', 'NO', 'PRI', None, ''), ('name', 'text', 'YES', '', None, ''), ('size', 'bigint(20)',
  'YES', '', None, ''), ('founded', 'date', 'YES', '', None, '')]
ALTER TABLE teams CHANGE size members INT => SELECT members FROM teams ORDER BY id
= [] | [(11,), (7,), (None,)]
ALTER TABLE teams MODIFY size TEXT => SELECT size FROM teams ORDER BY id
= [] | [('11',), ('7',), (None,)]
ALTER TABLE teams RENAME COLUMN name TO title => SELECT title FROM teams ORDER BY id
= [] | [('Red',), ('blue',), ('Green',)]
ALTER TABLE teams RENAME TO clubs => SHOW TABLES
= [] | [('Club results',), ('clubs',), ('games',)]
RENAME TABLE teams TO clubs => SHOW TABLES
= [] | [('Club results',), ('clubs',), ('games',)]
ALTER TABLE games ADD PRIMARY KEY (id) => SELECT COUNT(*) FROM games
= 1068 | [(4,)]
ALTER TABLE teams DROP PRIMARY KEY; INSERT INTO teams (id) VALUES (1) => SELECT COUNT(*) FROM teams WHERE id = 1
= [] | [] | [(2,)]
ALTER TABLE teams ADD INDEX (size), ADD UNIQUE u (name) => SELECT COUNT(*) FROM teams
= [] | [(3,)]
ALTER TABLE nowhere ADD a INT => SHOW TABLES
= 1146 | [('Club results',), ('games',), ('teams',)]
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []
