"""Programs as the tools can build them."""

from __future__ import annotations

import pytest

from agentgym.environments.knowledge_graph.world.ontology import Ontology
from agentgym.environments.knowledge_graph.world.programs import parse
from agentgym.environments.knowledge_graph.world.rewriting import outward, variants
from agentgym.errors import DataError

ONTOLOGY = Ontology(
    relations=frozenset(),
    attributes=frozenset(),
    domains={},
    ranges={},
    reverse={"a.b.c": "c.b.a", "c.b.a": "a.b.c", "a.b.other": "c.b.a"},
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(JOIN (R a.b.c) m.1)", "(JOIN (R a.b.c) m.1)"),
        ("(JOIN a.b.c m.1)", "(JOIN (R c.b.a) m.1)"),
        ("(AND people.person (JOIN a.b.c m.1))", "(JOIN (R c.b.a) m.1)"),
        (
            "(COUNT (ARGMAX (AND (JOIN a.b.c m.1) people.person) a.b.size))",
            "(COUNT (ARGMAX (JOIN (R c.b.a) m.1) a.b.size))",
        ),
    ],
)
def test_steps_lead_outwards_and_classes_are_left_out(text: str, expected: str) -> None:
    assert str(outward(parse(text), ONTOLOGY)) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [("(JOIN x.y.z m.1)", "no reverse relation"), ("(COUNT people.person)", "All instances of")],
)
def test_what_cannot_be_walked_is_told(text: str, why: str) -> None:
    with pytest.raises(DataError, match=why):
        outward(parse(text), ONTOLOGY)


def test_the_last_steps_of_an_intersection_have_other_names() -> None:
    program = parse("(AND (JOIN (R a.b.c) (JOIN (R a.b.c) m.1)) (JOIN (R x.y.z) m.2))")
    assert [str(p) for p in variants(program, ONTOLOGY)] == [
        str(program), "(AND (JOIN (R a.b.other) (JOIN (R a.b.c) m.1)) (JOIN (R x.y.z) m.2))",
    ]  # fmt: skip
    assert len(list(variants(program, ONTOLOGY, limit=1))) == 1
    alone = parse("(JOIN (R a.b.c) m.1)")
    assert [str(p) for p in variants(alone, ONTOLOGY)] == [str(alone)]
