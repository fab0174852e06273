"""What tables there are, told to who asks."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SHOW TABLES
= [('Club results',), ('games',), ('teams',)]
SHOW TABLES LIKE 'g%'
= [('games',)]
DESCRIBE teams
= [('id', 'bigint(20)', 'NO', 'PRI', None, ''), ('name', 'text', 'YES', '', None, ''), ('size', 'bigint(20)', 'YES',
  '', None, ''), ('founded', 'date', 'YES', '', None, '')]
SHOW COLUMNS FROM games
= [('id', 'bigint(20)', 'NO', 'PRI', None, ''), ('team_id', 'bigint(20)', 'YES', '', None, ''), ('score',
  'bigint(20)', 'YES', '', None, ''), ('note', 'text', 'YES', '', None, '')]
DESC teams name
= [('name', 'text', 'YES', '', None, '')]
SHOW CREATE TABLE games
= [('games', 'CREATE TABLE `games` (\n  `id` bigint(20) NOT NULL,\n  `team_id` bigint(20) DEFAULT NULL,\n  `score`
  bigint(20) DEFAULT NULL,\n  `note` text DEFAULT NULL,\n  PRIMARY KEY (`id`)\n) ENGINE=InnoDB DEFAULT
  CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci')]
SHOW DATABASES LIKE 'task'
= [('task',)]
SELECT table_name FROM information_schema.tables WHERE table_schema = 'task' ORDER BY table_name
= [('Club results',), ('games',), ('teams',)]
SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'games' AND table_schema = 'task'
  ORDER BY ordinal_position
= [('id', 'bigint'), ('team_id', 'bigint'), ('score', 'bigint'), ('note', 'text')]
SELECT * FROM no_such_table
= 1146
DESCRIBE no_such_table
= 1146
SELECT * FROM TEAMS
= 1146
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []
