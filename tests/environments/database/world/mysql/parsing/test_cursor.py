"""Statements that are none, and those about the session."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELEC 1 => SELECT 1
= 1064 | [(1,)]
BEGIN; DELETE FROM teams; ROLLBACK => SELECT COUNT(*) FROM teams
= [] | [] | [] | [(0,)]
START TRANSACTION; DELETE FROM games; COMMIT => SELECT COUNT(*) FROM games
= [] | [] | [] | [(0,)]
SET NAMES utf8mb4 => SELECT 1
= [] | [(1,)]
USE task => SELECT DATABASE()
= [] | [('task',)]
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []
