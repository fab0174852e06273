"""Episodes in several orders: played once, compared step by step."""

from __future__ import annotations

from pathlib import Path

import pytest

import agentgym
from agentgym.benchmarks.browser_episodes import order
from agentgym.benchmarks.browser_episodes.playing import KINDS, Kind
from agentgym.tasks import Task
from tests.contract.guess import Guess


class Remembering(Guess):  # type: ignore[misc]
    """Remembers how often it was played: what an environment must not."""

    played = 0

    def begin(self, task: Task) -> str:
        type(self).played += 1
        return f"I think of a number. {'Again!' if self.played > 3 else ''}"


agentgym.register("Test/Remembering-v0", f"{__name__}:Remembering")
TASKS = [Task(id=f"t{n}", data=n, split="test") for n in (2, 5, 7)]


def comparison(env_id: str, folder: Path) -> order.Comparison:
    kind = Kind(
        env_id, {"max_steps": 3}, False, '{"name": "guess", "arguments": {"n": 1}}', lambda seeds: TASKS
    )
    found = order.Comparison(kind, TASKS, folder)
    found.run(0)
    return found


def test_what_depends_on_nothing_is_equal_and_played_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = comparison("Test/Guess-v0", tmp_path)
    assert list(found.differences()) == []
    assert found.count(order.FIRST, 1.0) == 3 and found.count(order.IDLE, 1.0) == 0
    assert len(found.kept.found) == 3 * (order.ORDERS + 2)
    monkeypatch.setattr(order, "Player", lambda *_: pytest.fail("played again"))
    comparison("Test/Guess-v0", tmp_path)


def test_what_depends_on_the_order_is_told_with_its_step_and_line(tmp_path: Path) -> None:
    unlike = list(comparison("Test/Remembering-v0", tmp_path).differences())
    assert len(unlike) == 3 * order.ORDERS
    assert all("step 0: 'I think of a number. ' / 'I think of a number. Again!'" in line for line in unlike)


def test_what_is_played() -> None:
    assert order.mixed(TASKS, 1) == order.mixed(TASKS, 1) and len(order.mixed(TASKS, 1)) == 3
    assert [t.id for t in order.spread(TASKS, 2)] == ["t2", "t5"] and order.spread(TASKS, 0) == []
    every = {task.id for task in KINDS["webarena"].tasks(1)}
    assert len(every) > 200
    seeds = KINDS["miniwob"].tasks(2)
    assert len(seeds) == 2 * len({task.kind for task in seeds})
