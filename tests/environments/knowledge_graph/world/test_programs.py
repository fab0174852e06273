"""Programs as S-expressions."""

from __future__ import annotations

import pytest

from agentgym.environments.knowledge_graph.world.programs import Class, Entity, entities_of, parse
from agentgym.errors import DataError


@pytest.mark.parametrize(
    "text",
    ["(JOIN a.b.c", "(FOO a b)", "(AND m.1)", "", ")", "(COUNT m.1) extra", "(ARGMAX m.1 (JOIN a.b.c m.2))"],
)
def test_a_malformed_s_expression_is_told(text: str) -> None:
    with pytest.raises(DataError, match="S-expression"):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "(JOIN (R a.b.c) m.1)",
        "(JOIN a.b.c (AND people.person (JOIN (R a.b.c) m.1)))",
        "(COUNT (ARGMAX (JOIN (R a.b.c) m.1) a.b.size))",
        '(AND (ARGMIN people.person a.b.size) (JOIN a.b.c "1"^^<x>))',
    ],
)
def test_a_program_is_written_as_it_was_read(text: str) -> None:
    assert str(parse(text)) == text


def test_the_entities_that_a_program_names() -> None:
    assert entities_of(parse("(AND people.person (JOIN (R a.b.c) (AND m.1 (JOIN x.y.z g.2))))")) == {
        "m.1",
        "g.2",
    }
    assert entities_of(Class("people.person")) == frozenset() and entities_of(Entity("m.1")) == {"m.1"}
