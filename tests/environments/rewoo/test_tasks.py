"""The task sets."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from agentgym.environments.rewoo import tasks
from agentgym.environments.rewoo.authoring.make import SIZES, SPLITS
from agentgym.errors import DataError
from tests.environments.rewoo.official.test_sets import write
from tests.environments.rewoo.playing import made


def test_embedded_problems() -> None:
    for number, split in enumerate(SPLITS):
        found = tasks.load(None, split)
        assert Counter(t.kind for t in found) == {kind: sizes[number] for kind, sizes in SIZES.items()}
    assert len(tasks.load(None, "test")) == 350 and len(made(kinds="trivia").tasks) == 50


def test_no_question_is_in_two_splits() -> None:
    asked = [{t.data.question for t in tasks.load(None, split)} for split in SPLITS]
    assert not (asked[0] & asked[1] or asked[0] & asked[2] or asked[1] & asked[2])


def test_the_papers_sets_are_kinds(tmp_path: Path) -> None:
    found = tasks.load(write(tmp_path), "test")
    assert [t.kind for t in found] == [
        "hotpot_qa",
        "hotpot_qa",
        "trivia_qa",
        "gsm8k",
        "strategy_qa",
        "physics_question",
        "sports_understanding",
        "sotu_qa",
    ]
    assert len(tasks.load(tmp_path, "dev")) == 0


def test_documents(tmp_path: Path) -> None:
    assert len(tasks.document("Ostrabrook").pieces) > 30
    path = tmp_path / "address.txt"
    path.write_text("Dear all.")
    assert tasks.document(str(path)).pieces == ["Dear all."]
    with pytest.raises(DataError, match="cannot be read"):
        tasks.document(str(tmp_path / "none.txt"))
