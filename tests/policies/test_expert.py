"""The environment's gold actions."""

from __future__ import annotations

import agentgym


def test_an_expert_with_nothing_left_is_a_failure_of_the_policy_and_no_score() -> None:
    agentgym.register("Test/Forgetful-v0", "tests.policies.forgetful:Forgetful")
    run = agentgym.rollout("Test/Forgetful-v0", "expert", tasks=1)
    assert (run.failed, run.mean_reward) == (1, None)
    failure = next(iter(run)).failure
    assert failure is not None and "made no suggestion of the kind 'expert' at step 1" in failure.message
