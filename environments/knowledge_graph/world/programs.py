"""Programs: what a variable stands for, before anything is executed. Written as S-expressions.

=============================  =====================================================================
``(JOIN (R r) X)``             what the members of X lead to along r: ``X r ?x``
``(JOIN r X)``                 what leads to a member of X along r: ``?x r X``
``(AND A B)``                  intersection
``(ARGMAX X a)``, ``ARGMIN``   members of X with the largest (smallest) value of attribute a
``(COUNT X)``                  the number of members
=============================  =====================================================================

The form is GrailQA's (Gu et al. 2021), which AgentBench stores with its questions. The tools themselves build
``(JOIN (R r) X)`` only, never ``(JOIN r X)``: reverse relations have names of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from agentgym.errors import DataError


@dataclass(frozen=True, slots=True, eq=False)
class Entity:
    """A named entity, by its id (``m.0d05w3``), or a literal where a program names one."""

    id: str

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, eq=False)
class Class:
    """All instances of a class (``people.person``): only in S-expressions, where it narrows an ``AND``."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, eq=False)
class Join:
    """A step along a relation: from ``inner`` where ``outward``, otherwise towards it."""

    relation: str
    inner: Program
    outward: bool = True

    def __str__(self) -> str:
        return f"(JOIN {f'(R {self.relation})' if self.outward else self.relation} {self.inner})"


@dataclass(frozen=True, slots=True, eq=False)
class And:
    """An intersection."""

    left: Program
    right: Program

    def __str__(self) -> str:
        return f"(AND {self.left} {self.right})"


@dataclass(frozen=True, slots=True, eq=False)
class Superlative:
    """The members with the largest or smallest value of an attribute, all ties."""

    inner: Program
    attribute: str
    largest: bool

    def __str__(self) -> str:
        return f"({'ARGMAX' if self.largest else 'ARGMIN'} {self.inner} {self.attribute})"


@dataclass(frozen=True, slots=True, eq=False)
class Count:
    """The number of members."""

    inner: Program

    def __str__(self) -> str:
        return f"(COUNT {self.inner})"


Program: TypeAlias = Entity | Class | Join | And | Superlative | Count


def entities_of(program: Program) -> frozenset[str]:
    """Return the ids of the entities that a program names; they never belong to its answer."""
    match program:
        case Entity(name):
            return frozenset((name,))
        case And(left, right):
            return entities_of(left) | entities_of(right)
        case Join(_, inner) | Superlative(inner) | Count(inner):
            return entities_of(inner)
        case _:
            return frozenset()


_TOKEN = re.compile(r'\(|\)|"(?:[^"\\]|\\.)*"(?:\^\^\S+?(?=[\s)])|@\S+?(?=[\s)]))?|[^\s()]+')


def parse(text: str) -> Program:
    """Read an S-expression.

    Raises:
        DataError: unbalanced, an unknown operator, or a wrong number of arguments.
    """
    tokens = iter(_TOKEN.findall(text))
    tree = _tree(tokens, next(tokens, ""), text)
    if next(tokens, None) is not None:
        raise DataError(f"S-expression {text!r}: something follows the closing parenthesis.")
    return _program(tree, text)


def _tree(tokens: Iterator[str], token: str, text: str) -> Any:
    if token != "(":
        if token in ("", ")"):
            raise DataError(
                f"S-expression {text!r}: expected an operator or a name, found {token or 'the end'!r}."
            )
        return token
    items: list[Any] = []
    for following in tokens:
        if following == ")":
            return items
        items.append(_tree(tokens, following, text))
    raise DataError(f"S-expression {text!r}: a parenthesis is not closed.")


def _program(tree: Any, text: str, *, conjunct: bool = False) -> Program:
    match tree:
        case str():
            return Class(tree) if conjunct and not re.match(r"[a-z]\.\w+$", tree) else Entity(tree)
        case ["JOIN", ["R", str(relation)], inner]:
            return Join(relation, _program(inner, text))
        case ["JOIN", str(relation), inner]:
            return Join(relation, _program(inner, text), outward=False)
        case ["AND", left, right]:
            return And(_program(left, text, conjunct=True), _program(right, text, conjunct=True))
        case ["ARGMAX" | "ARGMIN" as name, inner, str(attribute)]:
            return Superlative(_program(inner, text, conjunct=True), attribute, name == "ARGMAX")
        case ["COUNT", inner]:
            return Count(_program(inner, text, conjunct=True))
    raise DataError(
        f"S-expression {text!r}: expected (JOIN relation X), (JOIN (R relation) X), (AND X Y), (ARGMAX X attribute), "
        f"(ARGMIN X attribute) or (COUNT X); found {tree!r}."
    )
