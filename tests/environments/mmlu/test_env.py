"""MMLU through the contract: written, and by log-likelihood."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gymnasium
import pytest

import agentgym
from agentgym.errors import OptionError
from agentgym.policy import Completion, Policy, Request, View
from agentgym.status import Status

MMLU = "AgentTune/MMLU-v0"


class Scorer(Policy):
    """A model that prefers one letter."""

    spec = label = "scorer"

    def __init__(self, letter: str) -> None:
        self.letter = letter
        self.seen: list[Request] = []

    async def act(self, request: Request, view: View) -> Completion:
        raise AssertionError("the answer is not written")

    async def score(self, request: Request, continuations: Sequence[str]) -> list[float]:
        self.seen.append(request)
        return [0.0 if text.endswith(self.letter) else -1.0 for text in continuations]


def test_the_chat_has_five_examples_of_the_subject() -> None:
    env = gymnasium.make(MMLU)
    observation, info = env.reset(options={"task": "test/geometry-000"})
    messages = info["messages"]
    assert [m["role"] for m in messages] == ["user", "assistant"] * 6 and "geometry" in messages[0]["content"]
    assert all(m["content"].startswith("Answer: ") for m in messages[3::2])
    assert observation.splitlines()[-4].startswith("A. ") and info["continuations"] == []
    assert info["task_kind"] == "geometry"


@pytest.mark.parametrize(("profile", "texts"), [("paper", "Answer: {}"), ("lm-eval", " {}")])
def test_by_log_likelihood_the_model_writes_nothing(profile: str, texts: str) -> None:
    policy = Scorer("C")
    run = agentgym.rollout(MMLU, policy, profile=profile, tasks=40)
    letters = [chr(65 + gymnasium.make(MMLU).unwrapped.tasks[e.task_id].data.answer) for e in run]  # type: ignore[attr-defined]
    assert [e.reward for e in run] == [float(letter == "C") for letter in letters]
    (first, *_) = run
    assert first.steps[0].completion.extra["continuations"] == [-1.0, -1.0, 0.0, -1.0]
    assert policy.seen[0].continuations == [texts.format(x) for x in "ABCD"]


def test_the_text_of_lm_eval_is_one_message() -> None:
    env = gymnasium.make(MMLU, profile="lm-eval")
    observation, info = env.reset(options={"task": "test/calendar-001"})
    assert info["messages"] == []
    assert observation.startswith(
        "The following are multiple choice questions (with answers) about calendar.\n\n"
    )
    assert observation.count("\nAnswer:") == 6 and observation.endswith("\nAnswer:")


def test_examples_are_dropped_until_the_prompt_fits() -> None:
    from agentgym.environments.mmlu import protocol
    from agentgym.environments.mmlu.world.question import Question

    long = Question("s", "word " * 400, ("1", "2", "3", "4"), 0)
    kept = protocol.fitting(long, [long] * 5, 2048)
    assert 0 < len(kept) < 5
    assert len(protocol.as_text(long, kept)) / protocol.CHARACTERS <= 2048
    assert len(protocol.fitting(long, [long] * 5, 0)) == 5
    assert protocol.fitting(long, [long] * 5, 10) == []


def test_a_model_without_log_probabilities_fails_and_is_not_asked_to_write() -> None:
    class Chat(Policy):
        spec = label = "chat"

        async def act(self, request: Request, view: View) -> Completion:
            return Completion(text="Answer: A")

    (episode,) = agentgym.rollout(MMLU, Chat(), profile="paper", tasks=1)
    assert episode.status is Status.POLICY_ERROR and episode.reward is None
    assert episode.failure is not None and "gives no log-probabilities" in episode.failure.message


@pytest.mark.parametrize("profile", ["generation", "paper", "lm-eval"])
def test_experts_and_random_in_every_profile(profile: str) -> None:
    assert agentgym.rollout(MMLU, "expert", profile=profile).mean_reward == 1.0
    score = agentgym.rollout(MMLU, "random", profile=profile).mean_reward
    assert score is not None and 0.15 < score < 0.35


def test_log_likelihood_and_function_calls_exclude_each_other() -> None:
    with pytest.raises(OptionError, match="compares texts, which are no function calls"):
        gymnasium.make(MMLU, profile="paper", action_format="tools")


def test_an_example_is_never_its_own_question() -> None:
    env: Any = gymnasium.make(MMLU, kinds="calendar", split="train").unwrapped
    for task in env.tasks:
        _, info = env.reset(options={"task": task})
        assert env.last_observation not in [m["content"] for m in info["messages"]]
