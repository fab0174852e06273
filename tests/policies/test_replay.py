"""What a log says was answered."""

from __future__ import annotations

from pathlib import Path

import pytest

import agentgym
from agentgym.engine import Budget
from agentgym.errors import OptionError

ID = "AgentTune/ALFWorld-v0"


def test_a_replay_is_not_paid_for_again(tmp_path: Path) -> None:
    agentgym.rollout(ID, "mock", tasks=2, max_steps=3, out=tmp_path)
    budget = Budget(max_tokens=1)
    again = agentgym.rollout(ID, f"replay:{tmp_path}", tasks=2, max_steps=3, observer=budget)
    assert (again.played, again.stopped, budget.tokens) == (2, "", 0)
    outputs = [
        sorted([s.output for s in e.steps] for e in run)
        for run in (again, agentgym.trajectory.read(tmp_path))
    ]
    assert outputs[0] == outputs[1]
    with pytest.raises(OptionError, match="Expected replay:FOLDER"):
        agentgym.make_policy("replay:")
