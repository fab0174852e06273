"""The seven tools."""

from __future__ import annotations

import pytest

from agentgym.environments.knowledge_graph.world.programs import Count
from agentgym.environments.knowledge_graph.world.toolkit import ToolError, Toolkit
from tests.environments.knowledge_graph.samples import MUSIC, NAME, ONTOLOGY, QUESTION


def _toolkit(**options: bool) -> Toolkit:
    return Toolkit(MUSIC.episode(), ONTOLOGY, QUESTION.entities, **options)


def test_nothing_is_executed_when_a_variable_is_made() -> None:
    toolkit = _toolkit()
    toolkit.call("get_relations", NAME)
    toolkit.call("get_neighbors", NAME, "music.album.track")
    toolkit.call("count", "#0")
    assert [(v.type, str(v.program)) for v in toolkit.variables] == [
        ("music.track", "(JOIN (R music.album.track) m.1)"),
        ("type.int", "(COUNT (JOIN (R music.album.track) m.1))"),
    ]
    assert isinstance(toolkit.variables[1].program, Count)
    assert toolkit.graph.answers(toolkit.variables[1].program) == {"2"}


def test_what_has_been_listed_is_known() -> None:
    toolkit = _toolkit()
    assert toolkit.listed_relations(NAME) == [] and toolkit.listed_attributes("#0") == []
    toolkit.call("get_relations", NAME)
    assert toolkit.listed_relations("m.1") == ["music.album.label", "music.album.track"], "by name and by id"
    assert "hidden.relation.x" not in toolkit.call("get_relations", "m.a")


@pytest.mark.parametrize(
    ("call", "why"),
    [
        (("get_relations", "somebody"), "no variable and no entity"),
        (("get_neighbors", NAME, "music.album.track"), "has not been listed"),
        (("intersection", "#0", "#0"), "no variable #0"),
        (("count", NAME), "is no variable"),
        (("count", "#" + "9" * 5000), "there is no variable"),
        (("argmax", "variable #0", "music.track.length"), "no variable #0"),
    ],
)
def test_why_a_call_cannot_be_executed(call: tuple[str, ...], why: str) -> None:
    with pytest.raises(ToolError, match=why):
        _toolkit().call(*call)


def test_without_listing_first() -> None:
    toolkit = _toolkit(list_first=False)
    assert "music.track" in toolkit.call("get_neighbors", "Other", "music.album.track")
    with pytest.raises(ToolError, match="has not been listed"):
        toolkit.call("get_neighbors", "Other", "music.track.length")
