"""A graph behind SPARQL: a server, or an rdflib graph. The same programs, the same answers as on the index.

Sets are computed by the server. Values of superlatives are compared here, by the order that holds for every store:
servers disagree about dates beside years, and about numbers of different types.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Protocol

from agentgym.environments.knowledge_graph.world import terms
from agentgym.environments.knowledge_graph.world.programs import (
    And,
    Count,
    Entity,
    Join,
    Program,
    Superlative,
    entities_of,
)
from agentgym.environments.knowledge_graph.world.sparql import Writer

if TYPE_CHECKING:
    import rdflib

Row = dict[str, str]
"""Terms by the names of variables."""


class Executor(Protocol):
    """Runs queries."""

    def identity(self) -> str:
        """Return what tells the graph behind it from other graphs, as text."""
        ...

    def select(self, query: str, key: str) -> list[Row]:
        """Return all rows of a ``SELECT DISTINCT`` query; ``key`` is a variable that rows can be paged by."""
        ...


class SparqlGraph:
    """A graph that is asked in SPARQL.

    Args:
        executor: runs the queries.
        namespace: what ids and relations are below.
        name: what messages call it.
    """

    def __init__(
        self, executor: Executor, namespace: str = terms.FREEBASE, name: str = "the endpoint"
    ) -> None:
        self.executor = executor
        self.namespace = namespace
        self.name = name

    def identity(self) -> str:
        """Return the URL of the endpoint, or a hash of the graph behind the executor."""
        return self.executor.identity()

    def episode(self) -> SparqlEpisode:
        """Return an evaluator with caches of its own."""
        return SparqlEpisode(self)


class SparqlEpisode:
    """Evaluates the programs of one episode; see :class:`.index.IndexEpisode` for the semantics."""

    def __init__(self, graph: SparqlGraph) -> None:
        self.graph = graph
        self._given: dict[Program, frozenset[str]] = {}
        self._relations: dict[Program, set[str]] = {}
        self._answers: dict[Program, frozenset[str]] = {}

    def relations(self, program: Program) -> set[str]:
        """Return the names of the relations that lead out of the members of a program.

        Raises:
            EnvironmentFailure: the endpoint cannot be reached, or does not answer in full.
        """
        if program not in self._relations:
            self._settle(program)
            rows = self._rows(self._writer().relations(program), "r")
            self._relations[program] = {row["r"] for row in rows}
        return self._relations[program]

    def answers(self, program: Program) -> frozenset[str]:
        """Return the values of a program.

        Raises:
            EnvironmentFailure: the endpoint cannot be reached, or does not answer in full.
        """
        if program not in self._answers:
            self._settle(program)
            if program in self._given:
                found = self._given[program]
            elif isinstance(program, Count):
                found = frozenset((self._count(program),))
            else:
                found = frozenset(row["x"] for row in self._rows(self._writer().select(program), "x"))
            self._answers[program] = frozenset(terms.value(t) for t in found)
        return self._answers[program]

    def _writer(self) -> Writer:
        return Writer(self.graph.namespace, given=self._given)

    def _rows(self, query: str, key: str) -> list[Row]:
        return self.graph.executor.select(query, key)

    def _settle(self, program: Program) -> None:
        """Compute the superlatives and counts within a program, innermost first."""
        match program:
            case And(left, right):
                self._settle(left)
                self._settle(right)
            case Join(_, inner):
                self._settle_inner(inner)
            case Count(inner):
                self._settle(inner)
            case Superlative(inner):
                self._settle(inner)
                if program not in self._given:
                    self._given[program] = self._best(program)

    def _settle_inner(self, program: Program) -> None:
        self._settle(program)
        if isinstance(program, Count) and program not in self._given:
            self._given[program] = frozenset((self._count(program),))

    def _count(self, program: Count) -> str:
        if program.inner in self._given:
            return terms.from_text(str(len(self._given[program.inner])))
        rows = self.graph.executor.select(self._writer().select(program), "")
        number = terms.value(rows[0]["n"]) if rows else "0"
        return terms.from_text(number)

    def _best(self, program: Superlative) -> frozenset[str]:
        rows = self._rows(self._writer().values(program), "x")
        keys = [(row["x"], terms.sort_key(row["v"])) for row in rows]
        inner = program.inner
        left_out = frozenset() if isinstance(inner, Entity | Superlative) else entities_of(inner)
        candidates = [key for member, key in keys if member not in left_out and not terms.foreign(member)]
        if not candidates:
            return frozenset()
        best = max(candidates) if program.largest else min(candidates)
        return frozenset(member for member, key in keys if key == best)


class RdflibExecutor:
    """Runs queries on an rdflib graph, whatever its store.

    Args:
        graph: the graph.
        namespace: what ids and relations are below.
    """

    def __init__(self, graph: rdflib.Graph, namespace: str = terms.FREEBASE) -> None:
        self.graph = graph
        self.namespace = namespace

    def identity(self) -> str:
        """Return a hash of the triples, as text; the order in which the graph gives them does not matter."""
        total = 0
        for triple in self.graph:
            line = "\n".join(self._term(node) for node in triple)
            total += int.from_bytes(hashlib.sha256(line.encode()).digest()[:8], "big")
        return f"content:{total % 2**64:016x}"

    def select(self, query: str, key: str) -> list[Row]:
        """Return all rows of a ``SELECT`` query."""
        from rdflib.query import ResultRow

        result = self.graph.query(query)
        names = [str(v) for v in result.vars or ()]
        return [
            {name: self._term(node) for name, node in zip(names, row, strict=True) if node is not None}
            for row in result
            if isinstance(row, ResultRow)
        ]

    def _term(self, node: Any) -> str:
        import rdflib

        if isinstance(node, rdflib.Literal):
            return terms.literal(str(node), str(node.datatype or ""), node.language or "")
        if isinstance(node, rdflib.BNode):
            return f"_:{node}"
        return terms.from_iri(str(node), self.namespace)
