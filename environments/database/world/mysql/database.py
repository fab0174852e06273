"""A database in memory that runs statements: queries, changes, tables made and altered, questions about them."""

from __future__ import annotations

from agentgym.environments.database.world.mysql import changes
from agentgym.environments.database.world.mysql.alterations import Alterations
from agentgym.environments.database.world.mysql.catalogue import NAME
from agentgym.environments.database.world.mysql.errors import unsupported
from agentgym.environments.database.world.mysql.nodes import (
    Create,
    Delete,
    Insert,
    Select,
    Union,
    Update,
    With,
)
from agentgym.environments.database.world.mysql.parsing.statements import parse
from agentgym.environments.database.world.mysql.queries.plan import Rows, final
from agentgym.environments.database.world.mysql.queries.queries import Queries
from agentgym.environments.database.world.mysql.scope import Clock


class MySQL(Alterations):
    """A database.

    Args:
        tables: what it holds, by name.
        random: draws a number.
    """

    def run(self, text: str, clock: Clock) -> Rows:
        """Run a statement; return its rows. Nothing is changed where it fails.

        Raises:
            StatementError: the server's error, or (``Unsupported``) what the embedded database does not do.
        """
        statement = parse(text)
        queries = self._queries = Queries(self._find, clock, self.random)
        queries.keys, queries.indexed = self._keys, self._indexed
        if isinstance(statement, (Select, Union, With)):
            plan = queries.plan(statement)
            return [final(row, plan.columns) for row in plan.rows([None, None])]
        if isinstance(statement, Insert):
            table = self._table(*statement.table)
            self.tables[table.name] = changes.insert(statement, table, queries)
        elif isinstance(statement, Update):
            self.tables |= changes.update(statement, queries, self.tables)
        elif isinstance(statement, Delete):
            self.tables |= changes.delete(statement, queries, self.tables)
        elif isinstance(statement, Create):
            self._create(statement, queries)
        else:
            rows: Rows = getattr(self, f"_{statement.kind.lower()}")(*statement.parts)
            return rows
        return []

    def _use(self, name: str) -> Rows:
        if name != NAME:
            raise unsupported("other databases")
        return []

    def _nothing(self) -> Rows:
        return []
