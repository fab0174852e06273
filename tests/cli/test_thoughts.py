"""``agentgym thoughts``."""

from __future__ import annotations

import json
from pathlib import Path

import agentgym as gym
from tests.cli.running import agentgym
from tests.dataset.runs import curate


def test_thoughts_are_completed_into_another_data_set(tmp_path: Path) -> None:
    gym.rollout("alfworld", "expert", tasks=2, out=tmp_path / "run", split="train")
    data, out = tmp_path / "data", tmp_path / "out"
    rows = curate(tmp_path / "run", data)
    turns = sum(len(r.trained) for r in rows)
    had = sum(r.source.thoughts for r in rows if r.source)
    said = agentgym("thoughts", str(data), "--policy", "mock:This is next.", "--out", str(out))
    assert "thought completed" in said and f"{turns - had} of {turns - had} turns" in said
    origin = json.loads((out / "dataset.json").read_text())
    assert origin["counts"]["ALFWorld"]["thoughts"] == turns
    assert origin["counts"]["ALFWorld"]["completed"] == turns - had > 0
    assert "Thoughts completed afterwards by `mock:This is next.`" in (out / "README.md").read_text()
    assert "2 of 2 rows came out as they say" in agentgym("verify", str(out), "--processes", "1")
    assert "name another folder" in agentgym(
        "thoughts", str(data), "--policy", "mock:x", "--out", str(data), code=2
    )
