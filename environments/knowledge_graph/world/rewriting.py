"""Rewriting programs so that the tools can build them: outward steps only, no classes, other names for a step."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from agentgym.environments.knowledge_graph.world.ontology import Ontology
from agentgym.environments.knowledge_graph.world.programs import (
    And,
    Class,
    Count,
    Entity,
    Join,
    Program,
    Superlative,
)
from agentgym.errors import DataError


def outward(program: Program, ontology: Ontology) -> Program:
    """Rewrite a program so that the tools can build it: outward steps only, no classes.

    Raises:
        DataError: a step has no reverse relation, or nothing but classes is left.
    """
    match program:
        case Join(relation, inner, True):
            return Join(relation, outward(inner, ontology))
        case Join(relation, inner, False):
            back = ontology.reverse.get(relation)
            if back is None:
                raise DataError(
                    f"{relation} has no reverse relation in the ontology: {program} cannot be walked."
                )
            return Join(back, outward(inner, ontology))
        case And(left, right):
            kept = [p for p in (left, right) if not _unbounded(p)]
            if len(kept) == 1:
                return outward(kept[0], ontology)
            return And(outward(left, ontology), outward(right, ontology))
        case Superlative(inner, attribute, largest):
            return Superlative(outward(inner, ontology), attribute, largest)
        case Count(inner):
            return Count(outward(inner, ontology))
        case Class(name):
            raise DataError(f"All instances of {name} cannot be reached with the tools.")
    return program


def _unbounded(program: Program) -> bool:
    """Whether a program begins with a class and not with an entity (some of AgentBench's S-expressions do)."""
    match program:
        case Class():
            return True
        case Entity(name):
            return (
                (not name.startswith('"') and name.count(".") != 1)
                or "." not in name
                or name == "common.topic"
            )
        case And(left, right):
            return _unbounded(left) and _unbounded(right)
        case Join(_, inner) | Superlative(inner) | Count(inner):
            return _unbounded(inner)
    return False


def variants(program: Program, ontology: Ontology, limit: int = 16) -> Iterator[Program]:
    """Yield a program, then the same with other names for the last steps of its intersections."""
    steps: list[Join] = []

    def collect(part: Program, *, conjunct: bool) -> None:
        match part:
            case And(left, right):
                collect(left, conjunct=True)
                collect(right, conjunct=True)
            case Join(_, inner):
                if conjunct:
                    steps.append(part)
                collect(inner, conjunct=False)
            case Superlative(inner) | Count(inner):
                collect(inner, conjunct=False)

    collect(program, conjunct=False)
    choices = [[s.relation, *ontology.same_step(s.relation)] for s in steps]
    for number, chosen in enumerate(product(*choices)):
        if number >= limit:
            return
        yield _renamed(program, dict(zip(steps, chosen, strict=True)))


def _renamed(program: Program, names: dict[Join, str]) -> Program:
    match program:
        case Join(relation, inner, outwards):
            return Join(names.get(program, relation), _renamed(inner, names), outwards)
        case And(left, right):
            return And(_renamed(left, names), _renamed(right, names))
        case Superlative(inner, attribute, largest):
            return Superlative(_renamed(inner, names), attribute, largest)
        case Count(inner):
            return Count(_renamed(inner, names))
    return program
