"""ATIF's trajectories."""

from __future__ import annotations

from typing import Any

import pytest

from agentgym.dataset.conversations import rows_of
from agentgym.dataset.formats import ATIFFormat
from agentgym.dataset.row import Row, Sampled
from agentgym.errors import DataError
from agentgym.messages import assistant, system, tool_call, user
from tests.dataset.runs import played

FORM = ATIFFormat()
AGENT = {"name": "other", "version": "1"}


def test_tool_results_stand_with_the_step_that_called() -> None:
    row = Row(
        id="x_0",
        messages=[
            system("s"),
            user("u"),
            {
                "role": "assistant",
                "content": "Look.",
                "loss": True,
                "tool_calls": [tool_call("look", {"at": 1}, "c")],
            },
            {"role": "tool", "content": "a mug", "tool_call_id": "c"},
            assistant("Done.", loss=True),
        ],
    )
    steps = FORM.write(row)["steps"]
    assert [(s["step_id"], s["source"]) for s in steps] == [
        (1, "system"),
        (2, "user"),
        (3, "agent"),
        (4, "agent"),
    ]
    assert steps[2]["tool_calls"] == [{"tool_call_id": "c", "function_name": "look", "arguments": {"at": 1}}]
    assert steps[2]["observation"] == {"results": [{"source_call_id": "c", "content": "a mug"}]}


def test_turns_that_are_not_trained_are_copied_context() -> None:
    row = Row(id="x_0", messages=[user("u"), assistant("Ok."), user("v"), assistant("a", loss=True)])
    line = FORM.write(row)
    assert [s.get("is_copied_context") for s in line["steps"]] == [None, True, None, None]
    assert line["extra"]["agentgym"] == {}  # the format carries all of it


def test_an_episode_says_its_task_and_reward_and_that_no_model_was_called() -> None:
    (row,) = rows_of(played("alfworld", tasks=1)[0])
    line = FORM.write(row)
    assert row.source is not None
    assert line["extra"]["reward"] == 1.0 and line["extra"]["task_id"] == row.source.task_id
    assert {
        s["llm_call_count"] for s in line["steps"] if s["source"] == "agent" and "is_copied_context" not in s
    } == {0}


def test_sampled_ids_are_the_steps_metrics() -> None:
    row = Row(id="x_0", messages=[user("u"), assistant("a", loss=True)])
    row.tokens = Sampled(ids=[5, 6, 7, 8], turns=[(2, 4)])
    line = FORM.write(row)
    assert line["steps"][1]["metrics"] == {
        "prompt_tokens": 2,
        "completion_tokens": 2,
        "completion_token_ids": [7, 8],
    }
    assert FORM.read(line, 0) == row


def test_what_someone_changes_in_an_export_stays_changed() -> None:
    line = FORM.write(Row(id="x_0", messages=[user("u"), assistant("a", loss=True)]))
    line["steps"][1]["message"] = "b"
    assert FORM.read(line, 0).messages[1]["content"] == "b"


def test_trajectories_of_others_are_read() -> None:
    step = {"step_id": 1, "source": "agent", "message": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}],
            "timestamp": "2026-01-01T00:00:00Z", "metrics": {"prompt_tokens": 3}, "reasoning_content": "r"}  # fmt: skip
    row = FORM.read({"schema_version": "ATIF-v1.8", "session_id": "s", "agent": AGENT, "steps": [step]}, 0)
    assert row == Row(
        id="s", messages=[{"role": "assistant", "content": "ab", "loss": True, "reasoning_content": "r"}]
    )


@pytest.mark.parametrize(
    "steps",
    [
        None, [{"step_id": 2, "source": "user", "message": "u"}], [{"step_id": 1, "source": "robot", "message": "u"}],
        [{"step_id": 1, "source": "user", "message": [{"type": "image"}]}], ["x"],
        [{"step_id": 1, "source": "user", "message": "u", "mood": "good"}],
        [{"step_id": 1, "source": "agent", "message": "", "tool_calls": [{"function_name": "f"}]}],
        [{"step_id": 1, "source": "agent", "message": "",
          "observation": {"results": [{"subagent_trajectory_ref": [1]}]}}],
    ],
)  # fmt: skip
def test_other_steps_are_refused(steps: Any) -> None:
    with pytest.raises(DataError):
        FORM.read({"schema_version": "ATIF-v1.7", "agent": AGENT, "steps": steps}, 0)


@pytest.mark.parametrize(
    "line",
    [
        {"schema_version": "2", "agent": AGENT, "steps": []},
        {"schema_version": "ATIF-v1.7", "steps": []},
        {"schema_version": "ATIF-v1.7", "agent": AGENT, "steps": [], "subagent_trajectories": [{}]},
        {
            "schema_version": "ATIF-v1.7",
            "agent": AGENT,
            "steps": [],
            "extra": {"agentgym": {"fields": {"3": {}}}},
        },
        {"schema_version": "ATIF-v1.7", "agent": AGENT, "steps": [], "extra": {"agentgym": {"mood": 1}}},
    ],
)
def test_other_lines_are_refused(line: dict[str, Any]) -> None:
    with pytest.raises(DataError):
        FORM.read(line, 0)
