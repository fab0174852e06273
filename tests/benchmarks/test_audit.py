"""The page of the audit: rows are written into its tables, and no other row is touched."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest

from agentgym.benchmarks.audit import BEGIN, END, merged, written

HEAD = ["| environment | profile | tasks |", "| --- | --- | --- |"]


def result(folder: Path, env_id: str, profile: str, **more: Any) -> None:
    facts = {
        "env_id": env_id, "profile": profile, "tasks": 200, "beyond_chance": 0.0, "false_pass_ceiling": 0.0,
        "false_pass_policy": "none", "guessing": 0.0, "guessing_policy": "none", "lazy_reward": 0.0,
        "lazy_policy": "none", "gold_false_fail": 0.0, "errors": 0,
    }  # fmt: skip
    name = f"{env_id}.{profile}".replace("/", "-")
    (folder / f"{name}.audit.json").write_text(json.dumps({**facts, **more}))


def check(folder: Path, env_id: str, *results: str) -> None:
    findings = [{"check": "a", "result": r, "detail": ""} for r in results]
    (folder / f"{env_id.replace('/', '-')}.check.json").write_text(
        json.dumps({"env_id": env_id, "findings": findings})
    )


def rows(page: str, table: int) -> list[str]:
    between = page.partition(BEGIN)[2].partition(END)[0]
    return between.strip().split("\n\n")[table].splitlines()[2:]


def test_rows_take_the_place_of_those_of_their_environment_and_profile(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    for profile in ("paper", "fc"):
        result(first, "AgentTune/OS-v0", profile, tasks=16)
    result(first, "AgentTune/DB-v0", "paper")
    check(first, "AgentTune/DB-v0", "ok", "ok")
    page = written(f"By hand.\n\n{BEGIN}\n{END}\nMore by hand.\n", first)
    result(second, "AgentTune/OS-v0", "paper", tasks=144, errors=3)
    result(second, "AgentTune/ALFWorld-v0", "paper", guessing=0.25, guessing_policy="luck")
    check(second, "AgentTune/OS-v0", "ok", "failed")
    again = written(page, second)
    assert [row.split(" | ")[:3] for row in rows(again, 0)] == [
        ["| ALFWorld", "paper", "200"], ["| DB", "paper", "200"], ["| OS", "fc", "16"], ["| OS", "paper", "144"]
    ]  # fmt: skip
    assert rows(again, 0)[0].split(" | ")[5] == "25.0% (luck)" and rows(again, 0)[3].endswith("| 3 |")
    assert set(rows(page, 0)) - set(rows(again, 0)) == {rows(page, 0)[2]}
    assert [row.split(" | ")[:3] for row in rows(again, 2)] == [["| DB", "2", "0"], ["| OS", "1", "1"]]
    assert again.startswith("By hand.\n\n") and again.endswith("\nMore by hand.\n")
    assert written(again, second) == again


def test_other_tables_are_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match="other columns"):
        merged(["| environment | reward |", "| --- | --- |"], HEAD, keys=1)
    with pytest.raises(click.UsageError, match="no place for the tables"):
        written(f"{BEGIN} only", tmp_path)
    with pytest.raises(click.UsageError, match="stand 1 tables"):
        written(f"{BEGIN}\n\n| a |\n\n{END}", tmp_path)


def test_the_page_of_ours_can_be_written_into(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "audit.md").read_text("utf-8")
    assert rows(written(page, tmp_path), 0) == rows(page, 0)
    assert rows(written(page, tmp_path), 2) == rows(page, 2)
