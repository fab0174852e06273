"""Others take every row of the held-in experts; the whole of it: ``python -m agentgym.benchmarks.exports``."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.benchmarks.exports import checks
from agentgym.benchmarks.exports.__main__ import HELD_IN, played
from agentgym.benchmarks.exports.checks import Checked, check
from agentgym.dataset.row import Row
from agentgym.errors import DependencyError
from agentgym.messages import assistant, user
from tests.environments.operating_system.playing import sandboxed

pytest.importorskip("datasets")


@pytest.mark.parametrize("action_format", ["react", "tools"])
def test_every_row_of_the_experts_is_taken(tmp_path: Path, action_format: str) -> None:
    rows = played(tmp_path, tuple(e for e in HELD_IN if e != "os"), 2, action_format)
    assert {r.source.env_id for r in rows if r.source} == {
        f"AgentTune/{e}-v0" for e in ("ALFWorld", "WebShop", "Mind2Web", "KG", "DB")
    }
    assert any(m.get("tool_calls") for r in rows for m in r.messages) == (action_format == "tools")
    found = check(rows, tmp_path / "exports")
    assert {c.judge.split()[0] for c in found} == {"agentgym", "package", "ADP's", "datasets"}
    assert [c for c in found if c.problem or c.taken != c.asked or c.asked != len(rows)] == []


@sandboxed
def test_every_row_of_the_operating_system_is_taken(tmp_path: Path) -> None:
    rows = played(tmp_path, ("os",), 1, "react")
    assert rows and all(c.taken == c.asked == len(rows) for c in check(rows, tmp_path / "exports"))


def test_a_line_that_is_refused_is_told(tmp_path: Path) -> None:
    place = tmp_path / "x.jsonl"
    place.write_bytes(b'{"schema_version": "ATIF-v1.7"}\n')
    found = checks._judged("atif", "package atif", checks._atif, place)
    assert (found.taken, found.asked) == (0, 1) and "agent" in found.problem
    assert "version or id" in checks._adp(b'{"id": 3, "content": [], "details": {}}')


def test_an_import_that_gives_other_rows_is_told(tmp_path: Path) -> None:
    from agentgym.dataset.formats import export, named

    rows = [Row(id="x_0", messages=[user("u"), assistant("a", loss=True)])]
    export(rows, named("openai"), tmp_path / "x")
    other = [Row(id="x_0", messages=[user("u"), assistant("b", loss=True)])]
    assert checks._again("openai", other, tmp_path / "x") == Checked(
        "openai", "agentgym import", 0, 1, "another row: x_0"
    )
    (tmp_path / "x").write_text("{")
    assert "torn" in checks._again("openai", rows, tmp_path / "x").problem


def test_a_judge_that_is_not_there_is_named() -> None:
    with pytest.raises(DependencyError, match="pip install nobody_has_this"):
        checks._needed("nobody_has_this")
