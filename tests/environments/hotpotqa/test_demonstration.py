"""The two examples."""

from __future__ import annotations

from agentgym.environments.hotpotqa.demonstration import EXAMPLES, as_text
from agentgym.environments.hotpotqa.protocol import ActionGrammar
from agentgym.tools.encyclopedia.embedded import WORLDS, folder_of, questions
from tests.environments.hotpotqa.samples import made


def test_every_action_is_one_and_no_example_is_a_task() -> None:
    grammar = ActionGrammar()
    used = {a.name for e in EXAMPLES for a, _ in e.steps}
    assert used == {"Search", "Lookup", "Finish"}
    for example in EXAMPLES:
        for action, _ in example.steps:
            assert grammar.parse(grammar.render(action)).arguments == action.arguments
        assert example.steps[-1][0].name == "Finish" and len(example.steps) <= 10
    asked = {q.question for w in WORLDS for q in questions(folder_of(w), "test").values()}
    assert not asked & {e.question for e in EXAMPLES}


def test_as_one_text() -> None:
    text = as_text()
    assert text.count("Question: ") == 2 and "\n\nQuestion: " in text
    assert "\nAction 3: Lookup[currency]\nObservation 3: (Result 1/1) " in text and text.endswith(
        "Finish[no]"
    )


def test_as_turns() -> None:
    env = made()
    _, info = env.reset(seed=0)
    messages = info["messages"]
    assert [m["role"] for m in messages[:4]] == ["user", "assistant", "user", "assistant"]
    assert messages[3]["content"].startswith("Thought 1: ") and messages[5]["content"].startswith(
        "Thought 2: "
    )
    assert messages[4]["content"].startswith("Observation 1: ")
    assert all(m["loss"] is False for m in messages if m["role"] == "assistant")
    restarted = next(i for i, m in enumerate(messages) if "Orinoco" in m["content"])
    assert messages[restarted + 1]["content"].startswith("Thought 1: ")
