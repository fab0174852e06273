"""The task sets."""

from __future__ import annotations

from collections import Counter

import pytest

from agentgym.environments.card_game.tasks import GAMES, kind_of, load
from agentgym.errors import UnknownNameError


def test_the_published_number_of_games_in_four_cells() -> None:
    tasks = load("test", None)
    assert len(tasks) == 200
    kinds = Counter(task.kind for task in tasks)
    assert kinds == {f"baseline{n}-{place}": 50 for n in (1, 2) for place in ("first", "second")}
    assert [len(load(split, None)) for split in GAMES] == [1000, 20, 200]


def test_splits_share_no_seed() -> None:
    for opponent in (None, "search"):
        seeds = [task.data.seed for split in GAMES for task in load(split, opponent)]
        assert len(set(seeds)) == len(seeds)


def test_the_first_games_are_of_every_kind() -> None:
    assert [task.kind for task in load("dev", None)[:4]] == [
        "baseline1-first", "baseline1-second", "baseline2-first", "baseline2-second"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("opponent", "label"), [("search", "search"), ("openai:m?a=b", "policy"), ("self", "self")]
)
def test_other_opponents(opponent: str, label: str) -> None:
    tasks = load("dev", opponent)
    assert len(tasks) == 10 and {task.data.opponent for task in tasks} == {opponent}
    assert {kind_of(i) for i in tasks.ids} == {f"{label}-first", f"{label}-second"}
    assert tasks[0].content_hash != load("dev", "random")[0].content_hash


def test_an_unknown_task_is_told() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'test-baseline1-first-"):
        load("test", None)["test-baseline1-first-00"]
