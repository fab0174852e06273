"""GSM8K through the contract."""

from __future__ import annotations

from pathlib import Path

import gymnasium
import pytest

import agentgym
from agentgym.environments.gsm8k.env import GSM8KEnv
from agentgym.errors import DataError


@pytest.mark.parametrize("profile", ["flexible", "strict", "paper"])
def test_the_conversation_is_eight_shots_and_a_question(profile: str) -> None:
    env = gymnasium.make("AgentTune/GSM8K-v0", profile=profile)
    observation, info = env.reset(options={"task": 0})
    roles = [m["role"] for m in info["messages"]]
    assert roles == ["user", "assistant"] * 9 and info["messages"][1]["content"] == "Ok."
    assert all(m["content"].startswith("Question: ") for m in info["messages"][2::2])
    end = "The answer is 6." if profile == "paper" else "#### 6"
    assert info["messages"][3]["content"].endswith(end) and "<<" not in info["messages"][3]["content"]
    assert observation.startswith("Question: ")


def test_the_profile_decides_and_all_extractors_are_told() -> None:
    rewards = {}
    for profile in ("flexible", "strict", "paper"):
        env = gymnasium.make("AgentTune/GSM8K-v0", profile=profile)
        env.reset(options={"task": 0})
        result = env.unwrapped.task.data.result
        _, rewards[profile], terminated, _, info = env.step(f"So it is {result}.0")
        assert terminated and info["metrics"]["flexible"] == 1.0 and info["metrics"]["strict"] == 0.0
    assert rewards == {"flexible": 1.0, "strict": 0.0, "paper": 0.0}


def test_experts_solve_all_that_the_profile_can_express() -> None:
    for profile in ("flexible", "strict"):
        assert agentgym.rollout("gsm8k", "expert", profile=profile).mean_reward == 1.0
    for episode in agentgym.rollout("gsm8k", "expert", profile="paper"):
        lost = episode.reward == 0.0
        result = episode.steps[0].action.rpartition("The answer is ")[2].rstrip(".")
        assert lost == (result.startswith("-") or "." in result), episode.task_id


def test_examples_by_path(tmp_path: Path) -> None:
    lines = [f'{{"question": "Q{n}?", "answer": "It is {n}.\\n#### {n}"}}\n' for n in range(9)]
    (tmp_path / "own.jsonl").write_text("".join(lines))
    env = GSM8KEnv(examples=tmp_path / "own.jsonl")
    _, info = env.reset(options={"task": 0})
    assert info["messages"][2]["content"] == "Question: Q0?" and len(info["messages"]) == 18
    assert env.definition()["examples"] == str(tmp_path / "own.jsonl")
    (tmp_path / "few.jsonl").write_text(lines[0])
    with pytest.raises(DataError, match="has 1 problems; the profile 'flexible' shows 8"):
        GSM8KEnv(examples=tmp_path / "few.jsonl")
