"""Random actions."""

from __future__ import annotations

import agentgym

ID = "AgentTune/ALFWorld-v0"


def test_random_depends_on_the_seed_alone() -> None:
    runs = [
        agentgym.rollout(ID, "random", tasks=3, seed=seed, concurrency=c)
        for seed, c in ((1, 1), (1, 8), (2, 1))
    ]
    played = [[[s.output for s in e.steps] for e in sorted(run, key=lambda e: e.task_id)] for run in runs]
    assert played[0] == played[1] != played[2]
