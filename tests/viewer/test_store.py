"""The store behind the viewer: addresses, filters, costs."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.engine import cost
from agentgym.errors import OptionError
from agentgym.status import Status
from agentgym.trajectory import score
from agentgym.viewer.store import OUTCOMES, Filter, Store
from tests.report.synthetic import ALFWORLD, episode, write


def opened(*folders: Path) -> Store:
    store = Store(folders, cost.load())
    store.refresh()
    return store


def test_the_same_key_in_two_folders_has_two_addresses(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(tmp_path / name, [episode(1, "p", 0.0)])
    store = opened(tmp_path / "a", tmp_path / "b")
    key = episode(1, "p", 0.0).key
    assert [i.id for i in store.items] == [key, f"{key}~2"]
    assert store.siblings(store.items[0]) == [store.items[1]] and store.items[0].entry.env_id == ALFWORLD


def test_every_episode_has_one_outcome(tmp_path: Path) -> None:
    waiting = [episode(i, "a", None, status=Status.UNSCORED, failure=None) for i in (3, 4, 5)]
    write(
        tmp_path,
        [*(episode(i, "a", r) for i, r in enumerate((1.0, 0.5, 0.0))), *waiting, episode(6, "a", None)],
    )
    later = {"task-4": 0.0, "task-5": 1.0}
    score(tmp_path, lambda e: later.get(e.task_id), by="tests:judge")
    store = opened(tmp_path)
    found = {o: [i.entry.task_id for i in store.view(Filter(outcome=o, sort="task"))] for o in OUTCOMES}
    assert found == {
        "solved": ["task-0", "task-5"], "partial": ["task-1"], "zero": ["task-2", "task-4"],
        "unscored": ["task-3"], "failed": ["task-6"],
    }  # fmt: skip
    by_reward = [i.entry.score() for i in store.view(Filter(sort="-reward"))]
    assert by_reward[:3] == [1.0, 1.0, 0.5] and by_reward[-2:] == [None, None]
    with pytest.raises(
        OptionError, match="Unknown outcome 'lost'; known: solved, partial, zero, unscored, failed"
    ):
        store.view(Filter(outcome="lost"))


def test_an_episode_costs_what_the_report_says(tmp_path: Path) -> None:
    write(tmp_path, [episode(1, "a", 0.0)])
    store = opened(tmp_path)
    assert store.cost(store.items[0].entry) == pytest.approx(2 * (100 * 30 + 10 * 60) / 1e6)
