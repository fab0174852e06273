"""The task sets: what ships, stores, files by path."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import gymnasium as gym
import pytest

from agentgym.environments.database import tasks
from agentgym.errors import DataError, UnknownNameError
from agentgym.stores import read_store
from tests.environments.database.playing import ENV


def test_the_embedded_tasks_are_many_and_varied() -> None:
    store = read_store(tasks.STORE, tasks.Store)
    assert len(store.databases) >= 12 and len(store.entries) >= 200
    assert all(len(d.tables) >= 3 for d in store.databases)
    assert all(any(c.references for t in d.tables for c in t.columns) for d in store.databases)
    kinds = {
        "lookup",
        "counting",
        "comparison",
        "ranking",
        "aggregation",
        "join",
        "group",
        "INSERT",
        "UPDATE",
        "DELETE",
    }
    by_split = {s: [e for e in store.entries if e.split == s] for s in ("train", "dev", "test")}
    for split, entries in by_split.items():
        counts = Counter(e.kind for e in entries)
        assert set(counts) == kinds and len(set(counts.values())) == 1, split
        assert len({e.database for e in entries}) >= 12
    forms = {split: {e.template for e in entries} for split, entries in by_split.items()}
    assert (
        not forms["train"] & forms["test"]
        and not forms["train"] & forms["dev"]
        and not forms["dev"] & forms["test"]
    )
    assert len({(e.database, e.question) for e in store.entries}) == len(store.entries)
    joined = [e for e in store.entries if " JOIN " in e.gold[0]]
    assert len(joined) >= 80 and any(e.gold[0].count(" JOIN ") > 1 for e in joined)


def test_kinds_can_be_chosen() -> None:
    env = gym.make(ENV, kinds="join,DELETE").unwrapped
    assert {t.kind for t in env.tasks} == {"join", "DELETE"}  # type: ignore[attr-defined]
    with pytest.raises(UnknownNameError, match=r"Unknown kind of task .*'joyn'.*Did you mean 'join'"):
        gym.make(ENV, kinds="joyn").reset()


def test_what_is_no_store_or_has_no_such_split_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.zst"
    broken.write_bytes(b"x")
    with pytest.raises(DataError, match=r"broken\.zst cannot be read as a store"):
        tasks.load(broken, "test")
    store = read_store(tasks.STORE, tasks.Store)
    tasks.write(tasks.Store(store.databases, [e for e in store.entries if e.split == "dev"]), broken)
    assert len(tasks.load(broken, "dev")) == 60
    with pytest.raises(DataError, match="has no tasks of the split 'test'"):
        tasks.load(broken, "test")


def _agentbench(path: Path, question: str) -> None:
    table = {"table_name": "t", "table_info": {"columns": [{"name": "a"}], "rows": [["1"]]}}
    path.write_text(json.dumps({"description": question, "label": ["1"], "type": ["other"], "table": table}))


def test_a_file_is_read_once_and_again_when_it_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "dev.jsonl"
    _agentbench(path, "one")
    first = tasks.problems(tmp_path, "dev")
    assert tasks.problems(tmp_path, "dev") is first and first["dev-0000"].question == "one\n"
    assert tasks.problems(path, "dev") is first, "a folder's file is the file"
    _agentbench(path, "two")
    os.utime(path, ns=(1, 1))
    assert tasks.problems(tmp_path, "dev")["dev-0000"].question == "two\n"
