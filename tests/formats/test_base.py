"""What every action format has without saying so."""

from __future__ import annotations

from agentgym.actions import Action
from agentgym.formats import FORMATS, ActionFormat

from .parsers import FORMATS as ALL


class Silent(ActionFormat):
    """The least that a format has to define."""

    name = "silent"

    def parse(self, text: str) -> Action:
        return Action(name=text)

    def render(self, action: Action) -> str:
        return action.name


def test_a_turn_is_remembered_as_it_is_and_no_instructions_are_given() -> None:
    assert Silent().remembered("Observation: x") == "Observation: x" and Silent().instructions() == ""


def test_every_format_has_one_of_the_three_names() -> None:
    assert {parser.name for parser in ALL.values()} == set(FORMATS) - {"native"}


def test_only_the_knowledge_graph_remembers_a_turn_otherwise() -> None:
    text = "Thought: a\\_b\nObservation: invented"
    changed = {
        name: parser.remembered(text) for name, parser in ALL.items() if parser.remembered(text) != text
    }
    assert changed == {"knowledge_graph": "Thought: a_b\n"}
