"""The teacher of ALFWorld sees what a model sees, and solves nearly everything."""

from __future__ import annotations

import pytest

import agentgym
from agentgym.benchmarks.agenttuning_small.alfworld_teacher import Goal, goal_of

SPEC = "scripted:agentgym.benchmarks.agenttuning_small.alfworld_teacher:act"


@pytest.mark.parametrize(
    ("task", "goal"),
    [
        ("put a candle in cabinet.", Goal("candle", "cabinet")),
        ("put some candle on cabinet.", Goal("candle", "cabinet")),
        ("find some box and put it in armchair.", Goal("box", "armchair")),
        ("put two cd in safe.", Goal("cd", "safe", 2)),
        ("find two cd and put them in safe.", Goal("cd", "safe", 2)),
        ("put a clean ladle in countertop.", Goal("ladle", "countertop", treatment="clean")),
        ("heat some egg and put it in garbagecan.", Goal("egg", "garbagecan", treatment="heat")),
        ("cool some pan and put it in stoveburner.", Goal("pan", "stoveburner", treatment="cool")),
        ("look at laptop under the desklamp.", Goal("laptop", "", lit=True)),
        ("examine the laptop with the desklamp.", Goal("laptop", "", lit=True)),
        ("dance.", None),
    ],
)
def test_goals_are_read(task: str, goal: Goal | None) -> None:
    assert goal_of(f"You see a box 1.\nYour task is to: {task}") == goal


def test_it_solves_train_games_without_knowing_where_things_are() -> None:
    run = agentgym.rollout("AgentTune/ALFWorld-v0", SPEC, split="train", tasks=60)
    assert run.mean_reward is not None and run.mean_reward > 0.85
    expert = agentgym.rollout("AgentTune/ALFWorld-v0", "expert", split="train", tasks=60)
    searched, known = (sum(len(e.steps) for e in r.kept) for r in (run, expert))
    assert searched > 2 * known, "it has to look for things, the expert has not"


def test_it_goes_on_after_another_one_has_interfered() -> None:
    run = agentgym.rollout(
        "AgentTune/ALFWorld-v0", f"mixture:0.9*({SPEC})+0.1*random", split="train", tasks=30
    )
    assert run.mean_reward is not None and run.mean_reward > 0.3 and not run.failed
