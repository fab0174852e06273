"""``agentgym export``."""

from __future__ import annotations

from pathlib import Path

from tests.cli.running import agentgym
from tests.dataset.runs import curate
from tests.report.synthetic import episode, write


def test_a_data_set_is_exported(tmp_path: Path) -> None:
    write(tmp_path / "run", [episode(i, "a", 1.0) for i in range(3)])
    curate(tmp_path / "run", tmp_path / "data")
    out = tmp_path / "x.jsonl"
    said = agentgym("export", str(tmp_path / "data"), "--format", "agentinstruct", "--out", str(out))
    assert "3 conversations are in" in said and len(out.read_text().splitlines()) == 3
    assert "Did you mean 'openai'" in agentgym(
        "export", str(tmp_path / "data"), "--format", "opnai", "--out", str(out), code=2
    )
