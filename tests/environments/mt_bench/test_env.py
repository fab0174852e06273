"""MT-Bench through the contract, judged by scripts."""

from __future__ import annotations

from pathlib import Path

import gymnasium

import agentgym
from agentgym.status import Status
from tests.shared_data import shared

MT = "AgentTune/MTBench-v0"


def test_two_turns_and_no_score() -> None:
    env = gymnasium.make(MT)
    observation, info = env.reset(options={"task": 0})
    turns = env.unwrapped.task.data.turns  # type: ignore[attr-defined]
    assert (info["messages"], observation) == ([], turns[0])
    observation, reward, terminated, _, info = env.step("one")
    assert (observation, reward, terminated) == (turns[1], 0.0, False)
    _, _, terminated, _, info = env.step("two")
    assert terminated and info["status"] == Status.UNSCORED


def test_embedded_questions_have_two_turns_and_references_in_eight_categories() -> None:
    for split, size in (("train", 8), ("dev", 8), ("test", 24)):
        tasks = list(gymnasium.make(MT, split=split).unwrapped.tasks)  # type: ignore[attr-defined]
        assert len(tasks) == size and len({t.kind for t in tasks}) == 8
        assert all(len(t.data.turns) == len(t.data.reference) == 2 for t in tasks)


def test_the_official_files(tmp_path: Path) -> None:
    run = agentgym.rollout(MT, "random", data=str(shared("general")), out=tmp_path)
    assert run.planned == 80 and run.unscored == 80
