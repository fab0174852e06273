"""ADP's trajectories."""

from __future__ import annotations

from typing import Any

import pytest

from agentgym.benchmarks.exports.adp_schema import faults
from agentgym.dataset.conversations import rows_of
from agentgym.dataset.formats import ADPFormat
from agentgym.dataset.row import Row
from agentgym.errors import DataError
from agentgym.messages import Message, assistant, tool_call, user
from tests.dataset.runs import played

FORM = ADPFormat()


def calling(*ids: str, answered: bool = True) -> list[Message]:
    found: list[Message] = [
        {
            "role": "assistant",
            "content": "",
            "loss": True,
            "tool_calls": [tool_call("look", {}, i) for i in ids],
        }
    ]
    return found + [{"role": "tool", "content": f"of {i}", "tool_call_id": i} for i in ids if answered]


@pytest.mark.parametrize(
    "messages",
    [
        calling("a", "b"), calling("a", "a"), calling("") + calling(""), calling("a") + calling("a"),
        [*calling("a", answered=False), user("u")], calling("call_000001", "") + calling("call_000001"),
        calling("b", answered=False), [user("u"), assistant("a", loss=True)],
        [{"role": "tool", "content": "x", "tool_call_id": "z"}],
    ],
)  # fmt: skip
def test_every_call_has_an_id_of_its_own_and_an_answer(messages: list[Message]) -> None:
    row = Row(id="x_0", messages=messages)
    line = FORM.write(row)
    assert faults(line) == []
    assert FORM.read(line, 0) == row


def test_an_episode_says_its_reward_at_the_last_action_and_its_task_in_the_details() -> None:
    (row,) = rows_of(played("alfworld", tasks=1)[0])
    line = FORM.write(row)
    assert row.source is not None
    actions = [item for item in line["content"] if item["class_"] != "text_observation"]
    assert [a.get("reward") for a in actions] == [None] * (len(actions) - 1) + [1.0]
    assert line["details"]["task_id"] == row.source.task_id and faults(line) == []


def test_trajectories_of_others_are_read() -> None:
    content = [
        {"class_": "text_observation", "content": "u", "source": "user", "name": None},
        {
            "class_": "code_action",
            "language": "bash",
            "content": "ls",
            "description": "Look.",
            "tool_call_id": "1",
        },
        {"class_": "text_observation", "content": "a b", "source": "environment", "tool_call_id": "1"},
        {"class_": "message_action", "content": "Two.", "description": "Count.", "reasoning_content": "r"},
    ]
    row = FORM.read({"id": "o", "content": content, "details": {"dataset": "x"}}, 0)
    assert [m["role"] for m in row.messages] == ["user", "assistant", "tool", "assistant"]
    assert row.messages[1]["tool_calls"] == [tool_call("bash", {"code": "ls"}, "1")]
    assert row.messages[3] == {
        "role": "assistant",
        "content": "Count.\nTwo.",
        "loss": True,
        "reasoning_content": "r",
    }


@pytest.mark.parametrize(
    "line",
    [
        {}, {"content": "x"}, {"content": ["x"]}, {"content": [{"class_": "image_observation"}]},
        {"content": [], "schema_version": "2.0.0"}, {"content": [{"class_": "api_action", "function": "f"}]},
        {"content": [{"class_": "text_observation", "content": "x", "source": "moon"}]},
        {"content": [{"class_": "message_action", "content": "x", "mood": "good"}]},
        {"content": [], "details": {"agentgym": "{"}}, {"content": [{"class_": "message_action", "content": 3}]},
    ],
)  # fmt: skip
def test_other_lines_are_refused(line: dict[str, Any]) -> None:
    with pytest.raises(DataError):
        FORM.read(line, 0)
