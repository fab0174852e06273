"""AgentBench's files of questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agentgym.environments.knowledge_graph.official.questions import load_questions, locate
from agentgym.errors import DataError


def test_malformed_files_are_told(tmp_path: Path) -> None:
    (tmp_path / "test.json").write_text('[{"question": "x"')
    with pytest.raises(DataError, match="expected a JSON list of items"):
        load_questions(tmp_path / "test.json")
    (tmp_path / "dev.json").write_text('[{"question": "x", "qid": "1", "entities": {}}]')
    with pytest.raises(DataError, match="answer"):
        load_questions(tmp_path / "dev.json")
    with pytest.raises(DataError, match="cannot be read"):
        load_questions(tmp_path / "nowhere.json")


def test_files_by_their_names(tmp_path: Path) -> None:
    (tmp_path / "kg_rl_all.json").write_text("[]")
    assert locate(tmp_path, "train") == tmp_path / "kg_rl_all.json"
    assert locate(tmp_path / "kg_rl_all.json", "test") == tmp_path / "kg_rl_all.json"
    with pytest.raises(DataError, match=r"has no test\.json or std\.json"):
        locate(tmp_path, "test")
    with pytest.raises(DataError, match="file for split 'test-iid'"):
        locate(tmp_path, "test-iid")


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "test.json"
    item = {"question": "who?", "qid": "1", "entities": {}, "answer": [{"answer_argument": "m.1"}]}
    path.write_text(json.dumps([item]))
    first = load_questions(path)
    assert load_questions(path) is first and first["1"].answer == ["m.1"]
    path.write_text(json.dumps([{**item, "question": "who was it?"}]))
    assert load_questions(path)["1"].question == "who was it?"
