"""Programs as SPARQL 1.1: full IRIs and nothing that only one server understands.

AgentBench's own queries run on Virtuoso alone (``SELECT COUNT DISTINCT``, ``OR`` within a filter, ``regex`` on
IRIs), and prefixed names with two dots, as every Freebase relation has, are refused by some parsers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from agentgym.environments.knowledge_graph.world import terms
from agentgym.environments.knowledge_graph.world.programs import (
    And,
    Class,
    Count,
    Entity,
    Join,
    Program,
    Superlative,
    entities_of,
)

Given = Mapping[Program, Collection[str]]
"""Programs whose members are known already: they are written as ``VALUES``."""


class Writer:
    """Writes queries over one namespace.

    Args:
        namespace: what ids and relations are below.
        classes: write the classes of an S-expression as type patterns; otherwise they are left out.
        given: members of sub-programs that are known.
    """

    def __init__(self, namespace: str, *, classes: bool = False, given: Given | None = None) -> None:
        self.namespace = namespace
        self.classes = classes
        self.given = given if given is not None else {}
        self._variables = 0

    def select(self, program: Program) -> str:
        """Return the query for the answers of a program: ``?x``, or ``?n`` for a count."""
        if isinstance(program, Count):
            return f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {self.shown(program.inner)} }}"
        return f"SELECT DISTINCT ?x WHERE {{ {self.shown(program)} }}"

    def relations(self, program: Program) -> str:
        """Return the query for the relations ``?r`` that lead out of the members of a program."""
        if isinstance(program, Entity):
            return f"SELECT DISTINCT ?r WHERE {{ {self.term(program.id)} ?r ?o }}"
        return f"SELECT DISTINCT ?r WHERE {{ {{ SELECT DISTINCT ?x WHERE {{ {self.shown(program)} }} }} ?x ?r ?o }}"

    def values(self, program: Superlative) -> str:
        """Return the query for pairs of a member ``?x`` and a value ``?v`` of a superlative's attribute."""
        return (
            f"SELECT DISTINCT ?x ?v WHERE {{ {self.pattern(program.inner, '?x')} "
            f"?x {self.term(program.attribute)} ?v . }}"
        )

    def shown(self, program: Program, variable: str = "?x") -> str:
        """Return the pattern of a program with the filters that the answers get."""
        pattern = self.pattern(program, variable)
        if isinstance(program, Superlative | Entity):
            return pattern
        return f"{pattern} {self.filters(program, variable)}"

    def filters(self, program: Program, variable: str) -> str:
        """Leave out the entities that a program names, and text in other languages than English."""
        parts = [f"FILTER({variable} != {self.term(e)})" for e in sorted(entities_of(program))]
        parts.append(
            f'FILTER(!isLiteral({variable}) || lang({variable}) = "" || langMatches(lang({variable}), "en"))'
        )
        return " ".join(parts)

    def pattern(self, program: Program, variable: str) -> str:
        """Return the graph pattern that binds ``variable`` to the members of a program."""
        if program in self.given:
            listed = " ".join(self.term(t) for t in sorted(self.given[program]))
            return f"VALUES {variable} {{ {listed} }}"
        match program:
            case Entity(name):
                return f"VALUES {variable} {{ {self.term(name)} }}"
            case Class(name):
                if not self.classes:
                    return ""
                return f"{variable} {self.term(terms.TYPE)} {self.term(name)} ."
            case Join(relation, inner, outward):
                return self._join(relation, inner, outward, variable)
            case And(left, right):
                return f"{self.pattern(left, variable)} {self.pattern(right, variable)}".strip()
            case Superlative():
                return self._superlative(program, variable)
            case Count(inner):
                member = self._fresh()
                return (
                    f"{{ SELECT (COUNT(DISTINCT {member}) AS {variable}) "
                    f"WHERE {{ {self.shown(inner, member)} }} }}"
                )

    def term(self, term: str) -> str:
        """Write a term."""
        if terms.is_literal(term):
            return term
        return f"<{terms.to_iri(term, self.namespace)}>"

    def _fresh(self) -> str:
        self._variables += 1
        return f"?x{self._variables}"

    def _join(self, relation: str, inner: Program, outward: bool, variable: str) -> str:
        before = ""
        if isinstance(inner, Entity) and inner not in self.given:
            other = self.term(inner.id)
        else:
            other = self._fresh()
            before = self.pattern(inner, other) + " "
        subject, target = (other, variable) if outward else (variable, other)
        return f"{before}{subject} {self.term(relation)} {target} ."

    def _superlative(self, program: Superlative, variable: str) -> str:
        """The best value over the filtered members, then every member that has it."""
        value, member = self._fresh(), self._fresh()
        attribute = self.term(program.attribute)
        order = f"{'DESC' if program.largest else 'ASC'}({value})"
        return (
            f"{self.pattern(program.inner, variable)} {variable} {attribute} {value} . "
            f"{{ SELECT {value} WHERE {{ {self.pattern(program.inner, member)} "
            f"{self.filters(program.inner, member)} {member} {attribute} {value} . }} ORDER BY {order} LIMIT 1 }}"
        )
