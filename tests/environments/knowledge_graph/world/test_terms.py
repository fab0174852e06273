"""Terms: how values are compared, answered and read."""

from __future__ import annotations

import pytest

from agentgym.environments.knowledge_graph.world import terms
from tests.environments.knowledge_graph.samples import INT

DATE = terms.XSD


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([f'"9"{INT}', f'"10"{INT}', f'"9.5"^^<{terms.XSD}decimal>'], [0, 2, 1]),
        ([f'"1999-12-31"^^<{DATE}date>', f'"2000"^^<{DATE}gYear>', f'"-0044"^^<{DATE}gYear>'], [2, 0, 1]),
        (['"b"', '"a"', f'"1"{INT}'], [2, 1, 0]),
    ],
)  # fmt: skip
def test_values_are_compared_by_what_they_are(texts: list[str], expected: list[int]) -> None:
    assert sorted(range(len(texts)), key=lambda i: terms.sort_key(texts[i])) == expected


def test_values_are_answered_as_agentbench_does() -> None:
    assert terms.value('"2010-08-08-08:00"^^<x>') == "2010-08-08"
    assert terms.value('"a \\"b\\" \\n"@en') == 'a "b" \n'
    assert terms.value("m.1") == "m.1"


def test_literals_and_iris_are_written_and_read() -> None:
    for text, datatype, language in (('a "b"\n', "", ""), ("x", "", "fr"), ("1", f"{terms.XSD}integer", "")):
        assert terms.split_literal(terms.literal(text, datatype, language)) == (text, datatype, language)
    assert terms.from_iri("urn:x:m.1", "urn:x:") == "m.1" and terms.to_iri("m.1", "urn:x:") == "urn:x:m.1"
    assert terms.from_iri("http://elsewhere/x", "urn:x:") == "<http://elsewhere/x>"
    assert terms.to_iri("<http://elsewhere/x>", "urn:x:") == "http://elsewhere/x"
    assert [terms.foreign(t) for t in ('"x"@fr', '"x"@en-GB', '"x"', "m.1")] == [True, False, False, False]
