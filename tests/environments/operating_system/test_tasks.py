"""The task sets: what ships, stores, files by path."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import gymnasium as gym
import pytest

from agentgym.environments.operating_system import tasks
from agentgym.environments.operating_system.authoring import make
from agentgym.environments.operating_system.authoring.templates import TEMPLATES
from agentgym.environments.operating_system.world.item import Item
from agentgym.errors import DataError
from tests.environments.operating_system.playing import ENV


def test_embedded_tasks_are_many_and_their_splits_share_no_template() -> None:
    sets = {split: tasks.load(None, split) for split in ("train", "dev", "test")}
    assert [len(s) for s in sets.values()] == [144, 24, 144]
    names = {split: {i.rpartition("-")[0] for i in s.ids} for split, s in sets.items()}
    assert (
        not names["train"] & names["test"]
        and not names["train"] & names["dev"]
        and not names["dev"] & names["test"]
    )
    assert sum(map(len, names.values())) == len(TEMPLATES) == 56
    for found in sets.values():
        listed = list(found)
        assert {t.kind for t in listed} == set(make.KINDS) and len(make.KINDS) == 8
        assert len({t.content_hash for t in listed}) == len(listed)
        assert [t.kind for t in listed[:8]] == list(make.KINDS), "the first ones are a fair sample"


def test_the_answer_is_not_in_the_question() -> None:
    for split in ("train", "dev", "test"):
        for task in tasks.load(None, split):
            item: Item = task.data
            if item.match is not None and item.match.answer is not None and not item.match.answer.isdigit():
                named = re.search(rf"(?<![\w/]){re.escape(item.match.answer)}(?!\w)", item.description)
                assert named is None or "Of the running processes" in item.description, task.id


def test_kinds_can_be_chosen() -> None:
    env: Any = gym.make(ENV, kinds="text,time").unwrapped
    assert {t.kind for t in env.tasks} == {"text", "time"}


def test_what_is_no_store_or_has_no_such_split_is_named(tmp_path: Path) -> None:
    path = tmp_path / "t.json.zst"
    path.write_bytes(b"x")
    with pytest.raises(DataError, match="cannot be read as a store"):
        tasks.load(path, "test")
    tasks.write(make.make(split="dev", instances=1), path)
    assert len(tasks.load(path, "dev")) == 8
    with pytest.raises(DataError, match="has no tasks of the split 'test'"):
        tasks.load(path, "test")
