"""Plans: which episodes, and which tasks."""

from __future__ import annotations

import pytest

from agentgym import Task, TaskSet
from agentgym.engine.plan import Played, choose_tasks, expand
from agentgym.errors import OptionError, UnknownNameError

PLAYED = Played(env_id="e", env_args={"x": 1}, policy="p", policy_spec="p", policy_id="1", limits={})
TASKS = TaskSet.of([Task(id=f"t{n}", data=n) for n in range(5)])


def test_every_task_is_planned_once_a_repeat() -> None:
    plans = list(expand(PLAYED, {"a": "1", "b": "2"}, repeats=3, seed=0))
    assert [(p.task, p.repeat) for p in plans] == [(t, r) for r in range(3) for t in "ab"]
    assert len({p.key for p in plans}) == len({p.seed for p in plans}) == 6


def test_an_episode_is_the_same_whatever_else_is_planned() -> None:
    alone = next(expand(PLAYED, {"b": "2"}, repeats=1, seed=0))
    assert alone in list(expand(PLAYED, {"a": "1", "b": "2"}, repeats=2, seed=0))


def test_tasks_by_count_by_id_and_as_a_set() -> None:
    assert choose_tasks(TASKS, None) == list(TASKS.ids)
    assert choose_tasks(TASKS, 2) == ["t0", "t1"]
    assert choose_tasks(TASKS, ["t3", TASKS[1]]) == ["t3", "t1"]  # type: ignore[list-item]
    assert choose_tasks(TASKS, TASKS[3:]) == ["t3", "t4"]
    for wrong in (0, [], "t1", True):
        with pytest.raises(OptionError):
            choose_tasks(TASKS, wrong)  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError, match="Did you mean 't4'"):
        choose_tasks(TASKS, ["t44"])
