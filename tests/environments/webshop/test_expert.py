"""The expert earns 1 on every embedded goal, and nearly always on the official ones."""

from __future__ import annotations

import pytest

import agentgym
from tests.shared_data import shared

ENV = "AgentTune/WebShop-v0"


@pytest.mark.parametrize("split", ["train", "dev", "test"])
def test_the_expert_reaches_reward_one_on_every_goal(split: str) -> None:
    run = agentgym.rollout(ENV, "expert", split=split)
    assert run.mean_reward == 1.0 and run.failed == 0


def test_random_stays_low() -> None:
    run = agentgym.rollout(ENV, "random", split="test")
    assert run.mean_reward is not None and run.mean_reward < 0.2


def test_the_expert_on_the_official_files() -> None:
    pytest.importorskip("spacy", reason="spaCy is not installed; extra webshop")
    run = agentgym.rollout(ENV, "expert", data=shared("webshop"), goals="synthetic", tasks=30)
    assert run.mean_reward is not None and run.mean_reward > 0.95 and run.failed == 0
