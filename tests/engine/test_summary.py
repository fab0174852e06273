"""The summary of a run."""

from __future__ import annotations

from agentgym.engine.summary import Run
from agentgym.status import Ending


def test_means_are_over_what_is_scored() -> None:
    run = Run(env_id="e", policy="p", planned=5)
    assert (run.mean_reward, run.success_rate) == (None, None)
    for ending, reward in ((Ending.SCORED, 1.0), (Ending.SCORED, 0.5), (Ending.UNSCORED, None)):
        run.played += 1
        run.count("completed", ending, reward, 2)
    run.failed = 1
    assert (run.ended, run.scored, run.unscored, run.mean_reward, run.success_rate) == (3, 2, 1, 0.75, 0.5)
    assert not run.complete and run.steps == 6 and run.statuses == {"completed": 3}
