"""Replaying recorded episodes."""

from __future__ import annotations

from pathlib import Path

import pytest

import agentgym
from agentgym.trajectory import read, replay
from tests.trajectory.episodes import ID


@pytest.mark.parametrize("env_id", [ID, "AgentTune/WebShop-v0"])
def test_recorded_episodes_replay(tmp_path: Path, env_id: str) -> None:
    run = agentgym.rollout(env_id, "random", tasks=4, out=tmp_path / "run", seed=5)
    assert run.scored == 4
    episodes = list(read(tmp_path / "run"))
    assert [replay(e) for e in episodes] == [None] * 4
    changed = episodes[0]
    changed.steps[0].observation += "!"
    difference = replay(changed)
    assert difference is not None and difference.step == 0 and difference.what == "observation"


def test_the_replay_policy_plays_the_log(tmp_path: Path) -> None:
    agentgym.rollout(ID, "expert", tasks=3, out=tmp_path / "run")
    again = agentgym.rollout(ID, f"replay:{tmp_path / 'run'}", tasks=3)
    assert again.mean_reward == 1.0
