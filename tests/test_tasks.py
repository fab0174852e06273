"""Tasks and task sets."""

from __future__ import annotations

import numpy as np
import pytest

from agentgym import Task, TaskSet
from agentgym.errors import OptionError, UnknownNameError


def test_a_set_loads_only_what_is_asked_for() -> None:
    loaded: list[str] = []

    def load(task_id: str) -> Task:
        loaded.append(task_id)
        return Task(id=task_id, data=task_id)

    tasks = TaskSet(["a", "b", "c"], load)
    assert len(tasks) == 3 and "b" in tasks and loaded == []
    assert tasks[0].id == "a" and tasks["c"].id == "c" and tasks[1:].ids == ("b", "c")
    assert loaded == ["a", "c"]


def test_the_content_hash_is_of_the_content_and_not_of_the_id() -> None:
    assert (
        Task(id="a", data={"x": 1, "y": 2}).content_hash == Task(id="b", data={"y": 2, "x": 1}).content_hash
    )
    assert Task(id="a", data=1).content_hash != Task(id="a", data=2).content_hash
    assert Task(id="a", data=1, fingerprint="f").content_hash == "f"


def test_a_cheap_fingerprint_spares_loading() -> None:
    def load(task_id: str) -> Task:
        raise AssertionError("not needed")

    tasks = TaskSet(["a", "b"], load, fingerprint=lambda i: f"hash-{i}")
    assert tasks.content_hash("a") == "hash-a" and tasks[1:].content_hash("b") == "hash-b"
    assert TaskSet.of([Task(id="a", data=1)]).content_hash("a") == Task(id="a", data=1).content_hash


def test_kinds_are_chosen_and_wrong_ones_told() -> None:
    tasks = TaskSet.of([Task(id=str(n), kind="even" if n % 2 == 0 else "odd") for n in range(4)])
    assert tasks.of_kinds((), lambda i: None) is tasks
    assert tasks.of_kinds(["odd"], lambda i: None).ids == ("1", "3")
    assert tasks.of_kinds(["x"], lambda i: "x" if i == "2" else "y").ids == ("2",)
    with pytest.raises(UnknownNameError, match=r"'evn'; known: even, odd\. Did you mean 'even'"):
        tasks.of_kinds(["evn"], lambda i: None)


def test_mistakes_are_told() -> None:
    with pytest.raises(OptionError, match="'a' occurs twice"):
        TaskSet.of([Task(id="a"), Task(id="a")])
    empty = TaskSet.of([], name="nothing")
    with pytest.raises(OptionError, match="nothing is empty"):
        empty.sample(np.random.default_rng(0))
    with pytest.raises(OptionError, match="there is no task number 0"):
        _ = empty[0]
