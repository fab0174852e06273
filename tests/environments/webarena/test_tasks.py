from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from agentgym.environments.webarena import tasks
from agentgym.environments.webarena.authoring import make
from agentgym.environments.webarena.site.store import NAMES, seed
from agentgym.environments.webarena.world.building import build
from agentgym.errors import DataError
from tests.shared_data import shared


def test_the_splits_share_no_template() -> None:
    found = {split: tasks.load(None, split) for split in ("train", "dev", "test")}
    templates = {split: {task.data.intent_template_id for task in them} for split, them in found.items()}
    wordings = {split: {task.data.intent for task in them} for split, them in found.items()}
    assert all(len(them) > 10 for them in found.values())
    for one, other in (("train", "dev"), ("train", "test"), ("dev", "test")):
        assert not templates[one] & templates[other]
        assert not wordings[one] & wordings[other]


def test_every_kind_of_evaluator_occurs_and_every_one_is_built() -> None:
    configs = tasks.embedded().values()
    kinds = Counter(tuple(c.eval.eval_types) for c in configs if c.eval)
    assert {("string_match",), ("url_match",), ("program_html",), ("url_match", "program_html"),
            ("string_match", "url_match")} <= set(kinds)  # fmt: skip
    assert all(build(c) and c.gold for c in configs)


def test_the_data_that_ship_are_those_of_seed_0() -> None:
    made = make.databases(0)
    assert tuple(made) == NAMES
    for name, db in made.items():
        assert db.serialize() == seed(name), name
    again = make.tasks(made, 0)
    assert [entry["task_id"] for entry in again] == list(tasks.embedded())
    assert again == tasks.stored()


def test_another_seed_is_another_world_that_can_be_played(tmp_path: Path) -> None:
    make.write(tmp_path, 1)
    assert seed("forum", tmp_path) != seed("forum")
    found = tasks.load(tmp_path, "train")
    here = tasks.load(None, "train")
    assert len(found) > 100
    assert {task.data.intent for task in found} != {task.data.intent for task in here}


def test_official_files_are_test_only(tmp_path: Path) -> None:
    path = shared("webarena/test.raw.json")
    found = tasks.load(path, "test")
    assert len(found) == 812
    assert len(tasks.load(path, "train")) == 0
    assert len(tasks.load(path, "test", fuzzy="leave-out")) == 812 - 118
    assert Counter(task.kind for task in found)["several"] == 48
    with pytest.raises(DataError, match="no task file"):
        tasks.load(tmp_path, "test")
