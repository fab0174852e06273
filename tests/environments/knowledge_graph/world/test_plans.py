"""Plans: tool calls that build a program."""

from __future__ import annotations

import pytest

from agentgym.environments.knowledge_graph.world.plans import plan
from agentgym.environments.knowledge_graph.world.programs import parse
from agentgym.environments.knowledge_graph.world.toolkit import ANSWER
from agentgym.errors import DataError


def test_every_program_is_built_by_calls() -> None:
    text = "(COUNT (ARGMIN (AND (JOIN (R a.b.c) m.1) (JOIN (R x.y.z) (JOIN (R a.b.c) m.2))) a.b.size))"
    calls = [(a.name, *a.arguments.values()) for a in plan(parse(text), {"m.1": "One"})]
    assert calls == [
        ("get_relations", "One"), ("get_neighbors", "One", "a.b.c"),
        ("get_relations", "m.2"), ("get_neighbors", "m.2", "a.b.c"),
        ("get_relations", "#1"), ("get_neighbors", "#1", "x.y.z"),
        ("intersection", "#0", "#2"),
        ("get_attributes", "#3"), ("argmin", "#3", "a.b.size"),
        ("count", "#4"), (ANSWER, "#5"),
    ]  # fmt: skip
    assert all(a.thought for a in plan(parse(text), {}))


def test_a_class_cannot_be_reached() -> None:
    with pytest.raises(DataError, match=r"All instances of people\.person"):
        plan(parse("(COUNT people.person)"), {})
