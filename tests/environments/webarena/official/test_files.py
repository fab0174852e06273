from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agentgym.environments.webarena.official import files
from agentgym.errors import DataError
from tests.shared_data import shared

TASK: dict[str, Any] = {
    "sites": ["shopping"], "task_id": 0, "start_url": "__SHOPPING__ |AND| __REDDIT__", "intent": "x",
    "geolocation": None,
    "eval": {"eval_types": ["url_match"], "reference_url": "__SHOPPING__/a", "program_html": []},
}  # fmt: skip


def written(folder: Path, *tasks: Any) -> Path:
    path = folder / "test.raw.json"
    path.write_text(json.dumps(list(tasks)))
    return path


def test_the_releases_are_told_apart_by_what_they_hold(tmp_path: Path) -> None:
    check = {"url": "last", "locator": "", "required_contents": "x"}
    old = {**TASK, "eval": {**TASK["eval"], "program_html": [check]}}
    assert files.rules_of([TASK]) == "current"
    assert files.rules_of([TASK, old]) == "2023"
    assert files.rules_of([{**TASK, "eval": {**TASK["eval"], "url_note": "EXACT"}}]) == "2023"
    assert files.rules_of([{**TASK, "eval": []}]) == "verified"


def test_several_first_pages_are_several_tabs(tmp_path: Path) -> None:
    task = files.read(written(tmp_path, TASK))["0"]
    assert task.start_urls == ["__SHOPPING__", "__REDDIT__"]


def test_a_file_is_found_in_its_folder(tmp_path: Path) -> None:
    (tmp_path / "config_files").mkdir()
    path = written(tmp_path / "config_files", TASK)
    assert files.locate(tmp_path) == path == files.locate(path)
    with pytest.raises(DataError, match="no task file"):
        files.locate(tmp_path / "nothing")


@pytest.mark.parametrize(
    ("raw", "told"),
    [("{", "as JSON"), ("{}", "list of tasks"), ('[{"task_id": 7}]', "task 0 .7."), ("[3]", "list of tasks")],
)
def test_a_damaged_file_is_named(tmp_path: Path, raw: str, told: str) -> None:
    path = tmp_path / f"{len(raw)}.json"
    path.write_text(raw)
    with pytest.raises(DataError, match=told):
        files.read(path)


def test_the_official_files_are_read() -> None:
    today = files.read(shared("webarena/test.raw.json"))
    verified = files.read(shared("webarena/webarena-verified.json"))
    assert (len(today), len(verified)) == (812, 812)
    assert {t.rules for t in today.values()} == {"current"}
    assert {t.rules for t in verified.values()} == {"verified"}
    assert all(t.start_urls and t.sites for t in [*today.values(), *verified.values()])
