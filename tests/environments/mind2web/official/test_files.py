"""The official layout, and what is wrong with files that are not."""

from __future__ import annotations

import json
from pathlib import Path

import gymnasium as gym
import pytest

from agentgym.environments.mind2web.official import files
from agentgym.errors import DataError
from tests.environments.mind2web.made import action, task

ENV = "AgentTune/Mind2Web-v0"


def test_large_files_are_indexed_once(
    official: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(files, "_SMALL", 0)
    monkeypatch.setenv("AGENTGYM_CACHE", str(tmp_path / "cache"))
    path = official / "data/train/train_0.json"
    first = files.index(path)
    monkeypatch.setattr(files, "_scan", lambda path: pytest.fail("it was scanned again"))
    assert files.index(path) == first and len(first) == 7
    assert files.read_task(path, first[4]).annotation_id == "train4"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b'[{"annotation_id": "x", "actions": [{"action_uid": "y"', "cut off.*Download it again"),
        (b'[{"annotation_id": "x"', "cut off"),
        (b'{"annotation_id": "x"}', "expected a list of tasks"),
        (b'[{"annotation": "x"}]', "annotation_id"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS pointer"),
        (b"<!doctype html><html>rate limited</html>", "damaged or cut off"),
        (b'[{"annotation_id": "x", "actions": [{"action_uid": "\xff"}]}]', "is not UTF-8"),
        (json.dumps([task("t")]).encode(), "'t' has no actions"),
        (
            json.dumps([{**task("t", action("a", 12)), "action_reprs": []}]).encode(),
            "1 actions and 0 action_reprs",
        ),
        (json.dumps([task("t", action("a", 12, "DANCE"))]).encode(), "'DANCE'; expected one of CLICK"),
        (
            json.dumps([task("t", {**action("a", 12), "cleaned_html": "<html>"})]).encode(),
            "no well-formed XML",
        ),
        (json.dumps([{**task("t", action("a", 12)), "confirmed_task": 3}]).encode(), "official schema"),
    ],
)
def test_broken_files_are_clear_errors(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "test_domain_0.json").write_bytes(content)
    with pytest.raises(DataError, match=message):
        gym.make(ENV, data=tmp_path, split="test_domain").reset(seed=0)


def test_missing_splits_and_packed_ones(official: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"expected test_domain_\*\.json"):
        _ = gym.make(ENV, data=_empty(tmp_path), split="test").unwrapped.tasks
    (tmp_path / "empty" / "test.zip").touch()
    with pytest.raises(DataError, match="still packed"):
        _ = gym.make(ENV, data=tmp_path / "empty", split="test").unwrapped.tasks


def _empty(folder: Path) -> Path:
    (folder / "empty").mkdir()
    return folder / "empty"


@pytest.mark.parametrize(("mark", "encoding"), [(b"", "utf-8"), (b"\xef\xbb\xbf", "utf-8")])
def test_files_as_people_keep_them_play(tmp_path: Path, mark: bytes, encoding: str) -> None:
    path = tmp_path / "test_domain_0.json"
    text = json.dumps([task("café", action("a", 12))], ensure_ascii=False)
    path.write_bytes(mark + text.encode(encoding))
    (entry,) = files.index(path)
    assert files.read_task(path, entry).annotation_id == "café"


def test_a_file_of_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "test_domain_0.json"
    path.write_bytes(json.dumps([task("café", action("a", 12))], ensure_ascii=False).encode("latin-1"))
    with pytest.raises(DataError, match="is not UTF-8"):
        files.read_task(path, files.index(path)[0])


def test_a_task_that_is_there_twice_is_told(tmp_path: Path) -> None:
    path = tmp_path / "test_domain_0.json"
    one = task("t", action("a", 12))
    path.write_text(json.dumps([one, one, task("u", action("b", 12))]))
    with pytest.warns(UserWarning, match="'t' is there more than once"):
        assert [e.annotation_id for e in files.index(path)] == ["t", "u"]
