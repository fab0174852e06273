"""`agentgym prompts`."""

from __future__ import annotations

from pathlib import Path

from agentgym.registry import make
from tests.cli.running import agentgym


def test_what_is_exported_is_played_word_for_word(tmp_path: Path) -> None:
    out = tmp_path / "texts" / "alfworld.toml"
    assert "texts of ALFWorld, profile paper" in agentgym("prompts", "export", "alfworld", "--out", str(out))
    task = "unseen/look_at_obj_in_light-000"
    own, read = (make("AgentTune/ALFWorld-v0", {"prompts": p}) for p in (None, out))
    first, second = (env.reset(seed=0, options={"task": task}) for env in (own, read))
    assert first[0] == second[0] and first[1]["messages"] == second[1]["messages"]
    shown = agentgym("prompts", "show", "alfworld", "--prompts", str(out))
    assert str(out) in shown and shown.count(" messages  ") == 6
    assert agentgym("prompts", "show", "alfworld").splitlines()[1:] == shown.splitlines()[1:]


def test_an_opening_that_all_kinds_share_is_written_once() -> None:
    assert agentgym("prompts", "export", "webshop").count('[[openings.""]]') == 12
