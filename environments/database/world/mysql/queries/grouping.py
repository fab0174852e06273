"""Expressions over groups of rows."""

from __future__ import annotations

from typing import Any

from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.aggregates import Aggregate, aggregate
from agentgym.environments.database.world.mysql.errors import unsupported
from agentgym.environments.database.world.mysql.expressions import Compiler
from agentgym.environments.database.world.mysql.nodes import Node
from agentgym.environments.database.world.mysql.scope import UNKNOWN, Compiled, Scope


class Grouped(Compiler):
    """Compiles expressions over groups: of aggregates, of what is grouped by, and of what is the same in a group."""

    def __init__(self, plain: Compiler, aggregates: list[Aggregate], groups: dict[Any, v.Type]) -> None:
        super().__init__(plain.scope, plain.queries, plain.clause, plain.random)
        self.plain, self.aggregates, self.groups = plain, aggregates, groups

    def compile(self, node: Node) -> Compiled:
        """Compile."""
        if node[0] == "agg":
            return self._add(aggregate(self.plain, node))
        if (
            node[0] not in ("lit", "paren", "col")
            and self.groups
            and canonical(self.scope, node) in self.groups
        ):
            return self._same(self.plain.compile(node))
        return super().compile(node)

    def _col(self, node: Node) -> Compiled:
        made = self.plain.compile(node)
        if -1 in made.needs:
            return made
        return self._same(made)

    def _same(self, made: Compiled) -> Compiled:
        return self._add(Aggregate("SAME", [made], False, made.type, ()))

    def _add(self, wanted: Aggregate) -> Compiled:
        self.aggregates.append(wanted)
        place = len(self.aggregates) - 1
        return Compiled(lambda f: f[1][place], wanted.type, frozenset({UNKNOWN}) | _outer(wanted))

    def _query(self, node: Node) -> Compiled:
        return self._nested(super()._query(node))

    def _exists(self, node: Node) -> Compiled:
        return self._nested(super()._exists(node))

    def _in_query(self, subject: Node, query: Any, negated: bool) -> Compiled:
        made = super()._in_query(subject, query, negated)
        return self._nested(made)

    def _nested(self, made: Compiled) -> Compiled:
        if any(n >= 0 for n in made.needs):
            raise unsupported("a query within that reads columns of a group")
        return made


def _outer(wanted: Aggregate) -> frozenset[int]:
    return frozenset(n for a in wanted.arguments for n in a.needs if n == -1)


def canonical(scope: Scope, node: Any) -> Any:
    """Return a form of an expression that is the same for the same expressions, however its names are written."""
    if not isinstance(node, tuple) or hasattr(node, "_fields"):
        return node  # a query within has names of its own
    if node and node[0] == "paren":
        return canonical(scope, node[1])
    if len(node) == 3 and node[0] == "col" and isinstance(node[2], str):
        place = scope.find(node[1], node[2], "field list")
        return ("C", place.depth, place.slot, place.column)
    return tuple(canonical(scope, n) for n in node)
