"""``agentgym verify``."""

from __future__ import annotations

from pathlib import Path

import agentgym as gym
from tests.cli.running import agentgym
from tests.dataset.runs import curate


def test_a_data_set_is_executed_again(tmp_path: Path) -> None:
    gym.rollout("alfworld", "expert", tasks=3, out=tmp_path / "run", split="train")
    data = tmp_path / "data"
    curate(tmp_path / "run", data)
    assert "3 of 3 rows came out as they say" in agentgym("verify", str(data), "--processes", "1")
    assert "3 of 3 rows" in (data / "README.md").read_text()
    rows = (data / "rows.jsonl").read_text()
    (data / "rows.jsonl").write_text(rows.replace('"reward":1.0,"verbatim"', '"reward":0.5,"verbatim"', 1))
    said = agentgym("verify", str(data), "--processes", "1", code=1)
    assert "alfworld_0: the row or its certificate was changed" in said and "1 differed" in said
