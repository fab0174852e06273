"""A Python function as policy."""

from __future__ import annotations

from pathlib import Path

import pytest

import agentgym
from agentgym.errors import AgentGymError

ID = "AgentTune/ALFWorld-v0"


def test_scripted_calls_a_function(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my_agent.py").write_text("def act(request):\n    return 'THOUGHT: t\\nACTION: look'\n")
    monkeypatch.syspath_prepend(tmp_path)
    episode = next(iter(agentgym.rollout(ID, "scripted:my_agent:act", tasks=1, max_steps=2)))
    assert [s.action for s in episode.steps] == ["look", "look"]
    with pytest.raises(AgentGymError, match="nothing_here"):
        agentgym.make_policy("scripted:my_agent:nothing_here")
