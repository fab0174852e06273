"""``agentgym import``."""

from __future__ import annotations

import json
from pathlib import Path

from agentgym.dataset import read_rows
from tests.cli.running import agentgym


def test_conversations_of_others_become_a_data_set(tmp_path: Path) -> None:
    said = [{"from": "human", "value": "u"}, {"from": "gpt", "value": "a"}]
    file = tmp_path / "x.json"
    file.write_text(json.dumps([{"id": "a", "conversations": said}, {"id": "b", "conversations": said[:1]}]))
    arguments = ("import", str(file), "--format", "sharegpt", "--out", str(tmp_path / "data"))
    assert "1 of them are damaged: no answer at the end" in agentgym(*arguments)
    assert [r.id for r in read_rows(tmp_path / "data")] == ["a", "b"]
    assert "1 left out: no answer" in agentgym(*arguments, "--drop-damaged")
    assert [r.id for r in read_rows(tmp_path / "data")] == ["a"]
    assert "entry 1, is no openai" in agentgym(
        "import", str(file), "--format", "openai", "--out", str(tmp_path / "y"), code=2
    )
    assert not (tmp_path / "y").exists()


def test_a_field_that_is_not_known_is_an_error_or_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    said = [{"from": "human", "value": "u"}, {"from": "gpt", "value": "a"}]
    file.write_text(json.dumps([{"id": "a", "conversations": said, "lang": "en"}]))
    arguments = ("import", str(file), "--format", "sharegpt", "--out", str(tmp_path / "data"))
    assert "fields lang" in agentgym(*arguments, code=2)
    assert not (tmp_path / "data").exists()
    assert "1 conversations" in agentgym(*arguments, "--ignore", "lang")
