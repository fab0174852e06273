"""LIKE and regular expressions."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT 'abc' LIKE 'A%', 'abc' LIKE 'a_c', 'abc' LIKE 'ab', 'a%c' LIKE 'a\%c', 'abc' LIKE 'a\%c'
= [(1, 1, 0, 1, 0)]
SELECT 'a_c' LIKE 'a|_c' ESCAPE '|', 'x' LIKE NULL
= [(1, None)]
SELECT 'abc' NOT LIKE '%d%', '' LIKE '', '' LIKE '%', 'a' LIKE '_', 'ab' LIKE '_', 'ä' LIKE 'a', 12 LIKE '1%'
= [(1, 1, 1, 1, 0, 1, 1)]
SELECT 'abc' REGEXP '^A', 'abc' RLIKE 'c$', 'abc' REGEXP 'b+', 'abc' REGEXP '^b', 'abc' NOT REGEXP 'x'
= [(1, 1, 1, 0, 1)]
SELECT 'abc' REGEXP BINARY 'A', 'a.c' REGEXP 'a[.]c', 'abc' REGEXP '[[:alpha:]]+'
= [(0, 1, 1)]
SELECT 'abc' REGEXP '('
= 1139
SELECT REGEXP_REPLACE('Green', '[aeiou]', '*'), REGEXP_SUBSTR('ab12', '[0-9]+'), REGEXP_INSTR('ab12', '[0-9]')
= [('Gr**n', '12', 3)]
SELECT name FROM teams WHERE name REGEXP '^[rb]' ORDER BY id
= [('Red',), ('blue',)]
SELECT 'Club' LIKE 'club ', 'a ' LIKE 'a'
= [(0, 0)]
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []
