"""The card of the database."""

from __future__ import annotations

from agentgym.card import Card, Part

CARD = Card(
    title="Database",
    extra="database",
    gives=(Part("pymysql", "MariaDB and MySQL"),),
    commands="agentgym.environments.database.commands:commands",
)
