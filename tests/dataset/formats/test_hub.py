"""Sessions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agentgym.dataset.formats import HubFormat, export, import_
from agentgym.dataset.row import Row
from agentgym.errors import DataError
from agentgym.messages import assistant, user

ROWS = [Row(id=f"a/{i}", messages=[user("u"), assistant("Ok."), assistant("a", loss=True)]) for i in range(2)]


def test_a_file_is_a_session(tmp_path: Path) -> None:
    export(ROWS, HubFormat(), tmp_path / "x")
    names = sorted(p.name for p in (tmp_path / "x" / "sessions").iterdir())
    assert names == ["000000_a_0.jsonl", "000001_a_1.jsonl"]
    lines = [json.loads(t) for t in (tmp_path / "x" / "sessions" / names[0]).read_text().splitlines()]
    assert [line["type"] for line in lines] == ["session", "message", "message", "message"]
    assert {k: lines[0][k] for k in ("harness", "id", "name")} == {
        "harness": "agentgym",
        "id": "a/0",
        "name": "a/0",
    }
    assert lines[1]["message"] == {"role": "user", "content": "u"}
    assert list(import_(tmp_path / "x", HubFormat())) == ROWS


@pytest.mark.parametrize(
    "text",
    [
        '{"type": "message"}', '{"type": "session"}\n{"type": "tool"}', '{"type": "session"}\n{"ty', '{"steps": []}',
        '{"type": "session", "mood": "good"}',
    ],
)  # fmt: skip
def test_other_files_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.jsonl").write_text(text)
    with pytest.raises(DataError):
        list(import_(tmp_path, HubFormat()))


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no file"):
        list(import_(tmp_path, HubFormat()))
