"""The data stages, by the public commands."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from agentgym.benchmarks.agenttuning_small import data, general, presets
from agentgym.benchmarks.agenttuning_small.commands import agentgym
from agentgym.benchmarks.agenttuning_small.layout import Layout
from agentgym.benchmarks.agenttuning_small.presets import Environment
from agentgym.dataset.files import read_rows
from agentgym.errors import AgentGymError
from agentgym.policy import Completion


def test_teachers_play_and_curation_keeps_what_is_good_without_demonstrations(tmp_path: Path) -> None:
    preset = msgspec.structs.replace(
        presets.load("full"),
        environments={"alfworld": Environment(tasks=12, keep="reward == 1 and steps <= 14", noisy=1)},
    )
    layout = Layout(tmp_path)
    data.make_agent_data(preset, layout)
    rows = list(read_rows(layout.data("alfworld")))
    assert 0 < len(rows) <= 12, "the best of a task"
    for row in rows:
        assert row.source is not None and row.source.split == "train" and row.source.reward == 1.0
        assert row.source.stripped and len(row.source.turns) <= 14
        assert [m["role"] for m in row.messages[:3]] == ["user", "assistant", "user"]
        assert row.messages[2]["content"].startswith("Here is your task.")


def test_general_data_are_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def answers(spec: str, questions: list[str], at_once: int) -> list[Completion]:
        asked.append(len(questions))
        return [Completion(text="Yes.")] * len(questions)

    monkeypatch.setattr(general, "answers", answers)
    monkeypatch.setattr(data, "HELD_OUT_PROBLEMS", 5)
    layout = Layout(tmp_path)
    preset = msgspec.structs.replace(presets.load("full"), chat=7)
    data.make_general_data(preset, layout)
    assert asked == [7, data.HELD_OUT_CHAT] and len(list(read_rows(layout.data("chat")))) == 7
    held_out = list(read_rows(layout.data("gsm8k-held-out")))
    assert len(held_out) == 5 and all("####" in r.trained[0]["content"] for r in held_out)
    data.make_general_data(preset, layout)
    assert len(asked) == 2


def test_a_command_that_fails_stops_the_experiment() -> None:
    with pytest.raises(AgentGymError, match="`agentgym rollout` ended with"):
        agentgym("rollout", "nothing-of-that-name")
