"""The teacher of WebShop sees what a model sees."""

from __future__ import annotations

import agentgym

SPEC = "scripted:agentgym.benchmarks.agenttuning_small.webshop_teacher:act"


def test_it_buys_what_is_asked_for() -> None:
    run = agentgym.rollout("AgentTune/WebShop-v0", SPEC, split="train", tasks=60)
    assert run.mean_reward is not None and 0.85 < run.mean_reward < 1.0
    first = run.kept[0].steps[0].output
    assert "search[" in first and "price lower" not in first and "looking for" not in first


def test_it_goes_on_after_another_one_has_interfered() -> None:
    run = agentgym.rollout(
        "AgentTune/WebShop-v0", f"mixture:0.8*({SPEC})+0.2*random", split="train", tasks=30
    )
    assert run.mean_reward is not None and run.mean_reward > 0.3 and not run.failed
