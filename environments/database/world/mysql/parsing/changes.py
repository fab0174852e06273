"""Reading changes of rows: INSERT, REPLACE, UPDATE, DELETE."""

from __future__ import annotations

from typing import Any

from agentgym.environments.database.world.mysql.errors import unsupported
from agentgym.environments.database.world.mysql.nodes import Delete, Insert, Node, Source, Update
from agentgym.environments.database.world.mysql.parsing.queries import Queries

_AFTER_DELETE = frozenset({"WHERE", "ORDER", "LIMIT", "USING", "RETURNING", "PARTITION"})


class Changes(Queries):
    """Reads changes of rows."""

    def _insert(self, replace: bool = False) -> Insert:
        if self.one_of(("LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY")):
            raise unsupported("priorities")
        ignore = self.accept("IGNORE")
        self.accept("INTO")
        table = self.table_name()
        if self.token.upper == "PARTITION":
            raise unsupported("partitions")
        if self.accept("SET"):
            names, values = [], []
            while True:
                names.append(self._target()[1])
                self.expect("=")
                values.append(self.expression())
                if not self.accept(","):
                    break
            return self._inserted(table, tuple(names), (tuple(values),), None, ignore, replace)
        columns = None
        if self.token.upper == "(" and self.tokens[self.at + 1].upper not in ("SELECT", "WITH", "("):
            self.at += 1
            columns = () if self.accept(")") else self._targets()
        if self.one_of(("VALUES", "VALUE")):
            rows = []
            while True:
                self.expect("(")
                row: tuple[Node, ...] = () if self.token.upper == ")" else self._list()
                self.expect(")")
                rows.append(row)
                if not self.accept(","):
                    break
            return self._inserted(table, columns, tuple(rows), None, ignore, replace)
        if self.token.upper in ("SELECT", "WITH", "("):
            return self._inserted(table, columns, None, self.query(), ignore, replace)
        self.fail()

    def _targets(self) -> tuple[str, ...]:
        names = [self._target()[1]]
        while self.accept(","):
            names.append(self._target()[1])
        self.expect(")")
        return tuple(names)

    def _target(self) -> tuple[str, str]:
        first = self.name()
        if not self.accept("."):
            return "", first
        second = self.any_name()
        return (second, self.any_name()) if self.accept(".") else (first, second)

    def _inserted(
        self, table: tuple[str, str], columns: Any, rows: Any, query: Any, ignore: bool, replace: bool
    ) -> Insert:
        duplicate: list[tuple[str, Node]] = []
        if not replace and self.accept("ON", "DUPLICATE", "KEY", "UPDATE"):
            while True:
                name = self._target()[1]
                self.expect("=")
                duplicate.append((name, self.expression()))
                if not self.accept(","):
                    break
        if self.token.upper in ("RETURNING", "AS"):
            raise unsupported(f"{self.token.upper} here")
        return Insert(table, columns, rows, query, tuple(duplicate), ignore, replace)

    def _replace(self) -> Insert:
        return self._insert(replace=True)

    def _update(self) -> Update:
        if self.one_of(("LOW_PRIORITY", "IGNORE")):
            raise unsupported("this form of UPDATE")
        source = self.sources()
        self.expect("SET")
        changes = []
        while True:
            table, name = self._target()
            self.expect("=")
            changes.append((table, name, self.expression()))
            if not self.accept(","):
                break
        where = self.expression() if self.accept("WHERE") else None
        order, limit = self.order(), self._limit()
        if limit is not None and limit[0]:
            self.fail()
        return Update(source, tuple(changes), where, order, None if limit is None else limit[1])

    def _delete(self) -> Delete:
        if self.one_of(("LOW_PRIORITY", "QUICK", "IGNORE")):
            raise unsupported("this form of DELETE")
        targets: tuple[str, ...] = ()
        if self.accept("FROM"):
            first = self._delete_targets()
            if self.accept("USING"):
                source = self.sources()
                targets = first
            else:
                if len(first) > 1:
                    self.fail()
                alias = first[0]
                if self.token.upper == "FOR":
                    raise unsupported("FOR PORTION OF")
                if self.token.kind == "name" or (
                    self.token.kind == "word" and self.token.upper not in _AFTER_DELETE
                ):
                    self.wrong()  # The server knows no other name for the table here.
                source = Source("table", table=first[0], alias=alias, database=self._database)
        else:
            targets = self._delete_targets()
            self.expect("FROM")
            source = self.sources()
        where = self.expression() if self.accept("WHERE") else None
        order, limit = self.order(), self._limit()
        if targets and (order or limit):
            self.fail()
        if limit is not None and limit[0]:
            self.fail()
        if self.token.upper == "RETURNING":
            raise unsupported("RETURNING")
        return Delete(source, targets, where, order, None if limit is None else limit[1])

    def _delete_targets(self) -> tuple[str, ...]:
        found = []
        self._database = ""
        while True:
            database, table = self.table_name()
            self._database = database
            if self.accept("."):
                self.expect("*")
            found.append(table)
            if not self.accept(","):
                return tuple(found)

    # ---- tables ----------------------------------------------------------------------------------
