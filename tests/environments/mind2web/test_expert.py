"""The expert solves what can be solved."""

from __future__ import annotations

import pytest

import agentgym
from agentgym.environments.mind2web.expert import best
from agentgym.environments.mind2web.tasks import EMBEDDED

ENV = "AgentTune/Mind2Web-v0"
SPLITS = ("train", "dev", "test_task", "test_website", "test_domain")


@pytest.mark.parametrize("mode", ["multichoice", "element"])
@pytest.mark.parametrize("split", SPLITS)
def test_the_expert_succeeds_on_every_step(mode: str, split: str) -> None:
    run = agentgym.rollout(ENV, "expert", split=split, mode=mode)
    assert {(str(e.status), e.reward, e.metrics["reachable"]) for e in run} == {("completed", 1.0, 1.0)}


@pytest.mark.parametrize("mode", ["multichoice", "element"])
def test_of_files_it_succeeds_on_every_reachable_step(mode: str) -> None:
    """As of official files: where no candidate is right nobody is asked."""
    run = agentgym.rollout(ENV, "expert", split="test_website", mode=mode, data=str(EMBEDDED))
    outcomes = {(str(e.status), e.reward) for e in run}
    assert outcomes == {("completed", 1.0), ("unanswerable", 0.0)}
    unanswerable = [e for e in run if str(e.status) == "unanswerable"]
    assert all(e.metrics["reachable"] == 0 and e.metrics["element_acc"] == 0 for e in unanswerable)
    assert len(unanswerable) / len(list(run)) < 0.15
    if mode == "element":
        wide = agentgym.rollout(
            ENV, "expert", split="test_website", mode=mode, data=str(EMBEDDED), candidates=50
        )
        assert [e.reward for e in wide] == [1.0] * len(list(wide)), "among fifty the target always is"


def test_where_nothing_is_asked_any_answer_does() -> None:
    assert dict(best(None, "multichoice").arguments) == {"element": "A"}
