"""Gold statements, which are MySQL's, in the words of a server of another kind."""

from __future__ import annotations

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, SqlglotError

from agentgym.environments.database.world.content import Database
from agentgym.environments.database.world.joins import bare_targets, joins_to_from
from agentgym.environments.database.world.quiet import quiet

_NAMES = {"postgresql": "postgres", "mssql": "tsql"}
"""sqlglot's names of dialects that SQLAlchemy calls otherwise."""


def translated(statement: str, database: Database | None, dialect: str) -> str:
    """Translate a statement; one that sqlglot cannot read is left as it is, for the server to refuse.

    Args:
        statement: one statement of MySQL.
        database: what it is about. Its names are written as they are spelt there: MySQL does not mind the case of a
            column, others do.
        dialect: SQLAlchemy's name of the server's dialect.
    """
    try:
        with quiet():
            tree = sqlglot.parse_one(statement, read="mysql")
    except SqlglotError:
        return statement
    if isinstance(tree, exp.Update):
        joins_to_from(tree)
        bare_targets(tree)
    spelt = _spelling(database) if database is not None else {}
    for name in tree.find_all(exp.Identifier):
        known = spelt.get(name.name.lower())
        if known is not None:
            name.replace(exp.to_identifier(known, quoted=True))
    return tree.sql(dialect=_NAMES.get(dialect, dialect), unsupported_level=ErrorLevel.IGNORE)


def _spelling(database: Database) -> dict[str, str]:
    names = [n for t in database.tables for n in (t.name, *(c.name for c in t.columns))]
    return {n.lower(): n for n in names}
