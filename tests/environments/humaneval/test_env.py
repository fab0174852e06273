"""HumanEval through the contract."""

from __future__ import annotations

import gymnasium
import pytest

import agentgym
from agentgym import sandbox
from agentgym.environments.humaneval.env import HumanEvalEnv
from agentgym.errors import OptionError
from tests.shared_data import shared
from tests.sweeps import some

HE = "AgentTune/HumanEval-v0"
needs_sandbox = pytest.mark.skipif(bool(sandbox.unavailable()), reason=sandbox.unavailable() or "available")


def test_the_prompt_is_all_that_is_shown() -> None:
    env = gymnasium.make(HE, profile="completion")
    observation, info = env.reset(options={"task": 0})
    problem = env.unwrapped.task.data  # type: ignore[attr-defined]
    assert (observation, info["messages"]) == (problem.prompt, [])
    env = gymnasium.make(HE)
    observation, _ = env.reset(options={"task": 0})
    assert problem.prompt.rstrip() in observation and observation.endswith("```")


@needs_sandbox
@pytest.mark.parametrize("profile", ["chat", "completion"])
def test_experts_pass_and_guesses_do_not(profile: str) -> None:
    for split in ("train", "dev", "test"):
        assert agentgym.rollout(HE, "expert", profile=profile, split=split, concurrency=2).mean_reward == 1.0
    assert agentgym.rollout(HE, "random", profile=profile, concurrency=2).mean_reward == 0.0


@needs_sandbox
@pytest.mark.slow
def test_canonical_solutions_pass_and_broken_ones_fail() -> None:
    data = str(shared("general/HumanEval.jsonl.gz"))
    ids = HumanEvalEnv(data=data).tasks.ids
    assert len(ids) == 164
    chosen = some(ids, 41)
    for policy, reward in (("expert", 1.0), ("random", 0.0)):
        run = list(agentgym.rollout(HE, policy, tasks=list(chosen), data=data, concurrency=2))
        assert len(run) == len(chosen) and [e.task_id for e in run if e.reward != reward] == []


def test_limits_are_checked() -> None:
    with pytest.raises(OptionError, match="at least 1 s and 64 MiB"):
        HumanEvalEnv(cpu_seconds=0.1)
