"""The words of a statement."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT 1 -- one
= [(1,)]
SELECT 1 # one
= [(1,)]
SELECT /* a */ 1 /* b */ + 1
= [(2,)]
SELECT 5--1
= [(6,)]
SELECT /*! 3 */
= [(3,)]
/*!40101 SELECT 3 */
= [(3,)]
SELECT 1;
= [(1,)]
SELECT 1;;
= [(1,)]
SELECT 1e3, .5, 5., 1e-2, 1.e2
= [(1000.0, Decimal('0.5'), Decimal('5'), 0.01, 100.0)]
SELECT `id` FROM `teams` WHERE `id`=1
= [(1,)]
SELECT 'unfinished
= 1064
SELECT id FROM teams WHERE id=1AND size=11
= 1064
SELECT 1a
= 1054
SELECT name AS 'a b' FROM teams WHERE id<=>1
= [('Red',)]
SELECT 1 /* unfinished
= 1064
SELECT "a" = 'a', "a""b"
= [(1, 'a"b')]
CREATE TABLE t (`2020` INT, `1e5` INT); INSERT INTO t VALUES (1, 2) => SELECT t.2020, x.1e5, t.id FROM t, t AS x
= [] | [] | 1054
CREATE TABLE t (`2020` INT, `1e5` INT); INSERT INTO t VALUES (1, 2) => SELECT t.2020 + 1, x.1e5 FROM t, t AS x
= [] | [] | [(2, 2)]
SELECT.5
= 1064
SELECT 3.6667OR 0, 1.5e3AND 1, 1.AND 0
= [(1, 1, 0)]
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []
