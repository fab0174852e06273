"""The task sets."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.environments.hotpotqa import tasks
from agentgym.errors import DataError, UnknownNameError
from agentgym.tools.encyclopedia import embedded
from tests.environments.hotpotqa.samples import ITEM, made, write


def test_embedded_questions() -> None:
    for split, count in (("train", 1000), ("dev", 100), ("test", 300)):
        found = tasks.load(None, split, "real")
        assert len(found) == count
        task = found[0]
        assert task.kind in ("easy", "medium", "hard") and task.data.hops and task.data.answer
        assert task.content_hash != tasks.load(None, split, "renamed")[0].content_hash


def test_kinds_are_levels() -> None:
    assert len(made(kinds="hard").tasks) == len(made(kinds="easy").tasks) == 100
    with pytest.raises(UnknownNameError, match="hrad"):
        _ = made(kinds="hrad").tasks


def test_a_file_and_its_pool(tmp_path: Path) -> None:
    path = write(tmp_path / "mine.json")
    found = tasks.load(path, "train", "real")
    assert found.ids == ("q1", "q2") and found["q1"].kind == "medium"
    pool = tasks.pool(path, "train", "title")
    assert list(pool.titles) == ["Orsa", "Ada Renn", "Vilmar (town)", "Telm"], "each title once"
    assert pool.best("painter", 1) == [1]


def test_an_empty_pool(tmp_path: Path) -> None:
    path = write(tmp_path / "bare.json", [{**ITEM, "context": []}])
    with pytest.raises(DataError, match="no paragraphs"):
        made(data=path, scope="pool").reset()


def test_a_generated_world_by_path(tmp_path: Path) -> None:
    source = embedded.folder_of("renamed")
    for name in (embedded.ARTICLES, embedded.QUESTIONS):
        (tmp_path / name).write_bytes((source / name).read_bytes())
    env = made(data=tmp_path, split="dev")
    assert env.scope == "pool" and len(env.tasks) == 100
    (tmp_path / embedded.QUESTIONS).write_bytes(b"cut")
    with pytest.raises(DataError, match=r"questions\.json\.zst"):
        embedded._all.cache_clear()
        embedded.questions.cache_clear()
        tasks.load(tmp_path, "dev", "real")
