"""The expert: 1.0 on every problem."""

from __future__ import annotations

import pytest

from agentgym.environments.rewoo import expert
from agentgym.environments.rewoo.world.run import Asked
from tests.environments.rewoo.playing import made, play, problem
from tests.shared_data import shared


@pytest.mark.parametrize("profile", ["tolerant", "paper"])
@pytest.mark.parametrize("split", ["train", "dev", "test"])
def test_every_embedded_problem(split: str, profile: str) -> None:
    env = made(split=split, profile=profile)
    for task in env.tasks.ids:
        reward, info = play(env, task)
        assert reward == 1.0 and info["metrics"]["broken"] == 0.0, task
        assert info["metrics"].get("evidence_found", 1.0) == 1.0, task


@pytest.mark.parametrize("profile", ["tolerant", "paper"])
@pytest.mark.parametrize("name", ["rewoo", "hotpotqa", "general/gsm8k_test.jsonl"])
def test_every_drawn_row_of_the_real_sets(name: str, profile: str) -> None:
    env = made(data=shared(name), profile=profile)
    assert {play(env, task)[0] for task in env.tasks.ids} == {1.0}


def test_plans_where_none_is_kept() -> None:
    assert expert.plan(problem(question="Who\nis it?")) == "Plan: Answer the question.\n#E1 = LLM[Who is it?]"


def test_replies() -> None:
    given = problem(replies={"#E2": "Germany"})
    assert expert.reply(given, Asked("worker", "#E2", "x")) == "Germany"
    assert expert.reply(given, Asked("worker", "#E3", "x")) == "Berlin"
    assert expert.reply(given, Asked("translator", "#E1", "2 * [21]")) == "Answer: 42"
    assert expert.reply(given, Asked("translator", "#E1", "?")) == "Answer: Berlin"
