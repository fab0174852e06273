"""``agentgym curate``."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.running import agentgym
from tests.report.synthetic import WEBSHOP, episode, write


def test_a_run_becomes_a_data_set(tmp_path: Path) -> None:
    run, out = tmp_path / "run", tmp_path / "data"
    write(run, [episode(i, "a", i % 2 / 1.0) for i in range(6)])
    write(run / "shop", [episode(i, "a", 1.0, env=WEBSHOP) for i in range(10, 14)])
    said = agentgym("curate", str(run), "--preset", "agenttuning", "--cap", "webshop=3", "--out", str(out))
    assert "What was kept" in said and "(paper)" in said and "6 conversations are in" in said
    assert len((out / "rows.jsonl").read_text().splitlines()) == 6
    origin = json.loads((out / "dataset.json").read_text())
    assert (
        origin["recipe"]["caps"] == {"WebShop": 3} and origin["recipe"]["demonstration"]["WebShop"] == "strip"
    )
    assert origin["counts"]["ALFWorld"]["dropped"] == {"filter": 3}
    assert "reward == 1" in (out / "README.md").read_text()
    tables = json.loads(
        agentgym("curate", str(run), "--keep", "success", "--out", str(out), "--format", "json")
    )
    assert tables


def test_mistakes_are_said_and_nothing_is_written(tmp_path: Path) -> None:
    write(tmp_path / "run", [episode(1, "a", 1.0)])
    arguments = ["curate", str(tmp_path / "run"), "--out", str(tmp_path / "data")]
    assert "column 1" in agentgym(*arguments, "--keep", "rewrd == 1", code=2)
    assert "--cap is a number" in agentgym(*arguments, "--cap", "many", code=2)
    assert "Did you mean 'strip'" in agentgym(*arguments, "--demonstration", "strp", code=2)
    assert "Did you mean 'agenttuning'" in agentgym(*arguments, "--preset", "agenttunin", code=2)
    assert not (tmp_path / "data").exists()
