"""Tables as statements, in the words of each backend."""

from __future__ import annotations

from agentgym.environments.database.world import schema
from agentgym.environments.database.world.content import Column, Database, Table

TABLE = Table(
    'a`b"',
    (Column("id", "integer"), Column("when", "date"), Column("how", "real")),
    ((1, "2020-01-31", None),),
    key="id",
)


def test_a_table_on_each_server() -> None:
    assert schema.script(Database("d", (TABLE,)), "mariadb") == [
        'CREATE TABLE `a``b"` (`id` BIGINT PRIMARY KEY, `when` DATE, `how` DOUBLE)',
        "INSERT INTO `a``b\"` VALUES (1, '2020-01-31', NULL)",
    ]
    assert schema.definition(TABLE, "postgresql") == (
        'CREATE TABLE "a`b""" ("id" BIGINT PRIMARY KEY, "when" DATE, "how" DOUBLE PRECISION)'
    )
    assert schema.definition(TABLE, "oracle") == schema.definition(TABLE, "postgresql")
    assert schema.selection(TABLE, "sqlite") == 'SELECT `id`, `when`, `how` FROM `a``b"`'


def test_backslashes_count_on_mysql_alone() -> None:
    assert (
        schema.literal("a\\'b", "mysql") == "'a\\\\''b'" and schema.literal("a\\'b", "sqlite") == "'a\\''b'"
    )
