"""Gold statements in the words of other servers."""

from __future__ import annotations

import logging

import pytest

from agentgym.environments.database.world.content import Column, Database, Table
from agentgym.environments.database.world.gold import translated

HELD = Database(
    "d",
    (
        Table("Club results", (Column("Club"), Column("Points"))),
        Table("teams", (Column("id"), Column("name"))),
    ),
)


@pytest.mark.parametrize(
    ("statement", "written"),
    [
        (
            "SELECT club FROM `Club results` WHERE `Points` > 3 ORDER BY POINTS",
            'SELECT "Club" FROM "Club results" WHERE "Points" > 3 ORDER BY "Points" NULLS FIRST',
        ),
        (
            "INSERT INTO `Club results` (Club, Points) VALUES (\"it's\", '7')",
            "INSERT INTO \"Club results\" (\"Club\", \"Points\") VALUES ('it''s', '7')",
        ),
        (
            "UPDATE teams t JOIN `Club results` c ON t.name = c.club SET t.name = 'x' WHERE c.points = '3'",
            'UPDATE "teams" AS t SET "name" = \'x\' FROM "Club results" AS c WHERE t."name" = c."Club" AND '
            "c.\"Points\" = '3'",
        ),
        ("UPDATE teams SET teams.name = 'x'", 'UPDATE "teams" SET "name" = \'x\''),
        ("DELETE FROM teams WHERE id IN (1, 2)", 'DELETE FROM "teams" WHERE "id" IN (1, 2)'),
    ],
)
def test_on_postgresql(statement: str, written: str) -> None:
    assert translated(statement, HELD, "postgresql") == written


def test_names_that_the_database_does_not_have_and_what_cannot_be_read_are_left() -> None:
    assert translated("SELECT Other FROM mine", HELD, "postgresql") == "SELECT Other FROM mine"
    assert translated("SELECT Club FROM `x`", None, "postgresql") == 'SELECT Club FROM "x"'
    assert translated("SELECT FROM WHERE (", HELD, "postgresql") == "SELECT FROM WHERE ("


def test_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "sqlglot"):
        translated("GRANT ALL ON *.* TO x", HELD, "postgresql")
    assert caplog.records == []
