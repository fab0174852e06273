"""How calls and answers are read and written."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from agentgym.actions import Action, ParseError
from agentgym.environments.knowledge_graph.protocol import (
    TOOLS,
    AnswerToolsFormat,
    CallGrammar,
    ThoughtCallFormat,
    asked,
    cut,
)
from agentgym.environments.knowledge_graph.texts import KGTexts
from agentgym.environments.knowledge_graph.world.toolkit import ANSWER


@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        ("Action: get_relations(#0)", "get_relations", ["#0"]),
        ("Action 3: get_relations(variable #0)", "get_relations", ["variable #0"]),
        ("Action: I use get_neighbors( #1 , a.b.c ) now (as said)", "get_neighbors", ["#1", "a.b.c"]),
        ("Action: get_relations(A (b), c)", "get_relations", ["A (b), c"]),
        ("Action: get_neighbors(A (b), c, x.y.z)", "get_neighbors", ["A (b), c", "x.y.z"]),
        ("Action: get_relations(odd) bracket)", "get_relations", ["odd) bracket"]),
        ("Action: get_neighbors(half (open, x.y.z)", "get_neighbors", ["half (open", "x.y.z"]),
        ("Action: get_neighbors(#0, a.b.c), get_relations(#1)", "get_neighbors", ["#0", "a.b.c"]),
        ("Find Answer: #12", "final_answer", ["#12"]),
    ],
)
def test_reading_calls(text: str, name: str, values: list[str]) -> None:
    names = ["A (b), c", "odd) bracket", "half (open"]
    action = ThoughtCallFormat(CallGrammar(lambda: names)).parse(f"Thought: well.\n{text}")
    assert (action.name, list(action.arguments.values()), action.thought) == (name, values, "well.")


def test_what_is_written_is_read_again() -> None:
    grammar = CallGrammar(lambda: ["A (b), c"])
    call = Action(
        name="get_neighbors", arguments={"variable": "A (b), c", "relation": "x.y.z"}, thought="Action first?"
    )
    answer = Action(name=ANSWER, arguments={"variable": "#3"}, thought="Thought: done.")
    for written in (ThoughtCallFormat(grammar), AnswerToolsFormat(TOOLS, grammar)):
        for action in (call, answer):
            read = written.parse(written.render(action))
            assert (read.name, read.arguments) == (action.name, action.arguments)


def test_an_invented_observation_is_cut() -> None:
    said = "Thought: a\\_b.\nAction: count(#0)\nObservation: [x]\nFinal Answer: #0"
    shown = ThoughtCallFormat(CallGrammar(list))
    assert shown.remembered(said) == cut(said) == "Thought: a_b.\nAction: count(#0)\n"
    assert shown.parse(said).name == "count"
    assert shown.remembered("Thought: hm.") == "Thought: hm."


def test_a_question_is_asked_with_its_entities() -> None:
    assert asked(KGTexts(), "which?", ["A", "B"]) == "A new question: which?\nEntities: [A, B]"


@pytest.mark.parametrize(
    "text",
    [
        "a" * 300_000,
        "Action: get_relations(" + ")" * 300_000,
        "Action: get_neighbors(" + "a)," * 100_000,
        " " * 300_000 + "Thought:" + " " * 300_000 + "\nAction: count(#0)",
        "Action " * 50_000,
        "get_relations(" * 20_000,
    ],
)
def test_reading_takes_time_linear_in_the_length(text: str) -> None:
    """It runs on the event loop; what was quadratic here took minutes."""
    grammar = CallGrammar(lambda: ["A"])
    started = time.process_time()
    for reader in (ThoughtCallFormat(grammar), grammar):
        with suppress(ParseError):
            reader.parse(text)
    assert time.process_time() - started < 3.0
