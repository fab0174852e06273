"""Choosing tasks of a split."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import cast

import pytest

from agentgym import registry
from agentgym.env import AgentEnv
from agentgym.errors import OptionError
from agentgym.instruct.selection import select


@pytest.fixture
def env() -> Iterator[AgentEnv]:
    made = registry.make("AgentTune/DB-v0", {"split": "train"})
    yield cast(AgentEnv, made.unwrapped)
    made.close()


def test_kinds_are_spread_evenly_from_the_first_task_on(env: AgentEnv) -> None:
    chosen = select(env, tasks=25, seed=3)
    assert len(chosen.ids) == len(set(chosen.ids)) == 25 and chosen.available["join"] == 30
    assert set(chosen.chosen.values()) == {2, 3} and sum(chosen.chosen.values()) == 25
    assert max(Counter(env.tasks[i].kind for i in chosen.ids[:10]).values()) == 1
    assert select(env, tasks=25, seed=3) == chosen != select(env, tasks=25, seed=4)


def test_a_small_kind_leaves_its_share_to_the_others(env: AgentEnv) -> None:
    chosen = select(env, tasks=50, unfit=lambda i: "bad: why" if "join" in i and not i.endswith("00") else "")
    assert chosen.chosen["join"] == 1 and len(chosen.ids) == 50 and chosen.unfit == {"bad": 29}


def test_all_tasks_or_so_many_of_a_kind(env: AgentEnv) -> None:
    assert len(select(env).ids) == 300 and set(select(env, per_kind=4).chosen.values()) == {4}
    with pytest.raises(OptionError, match="per_kind must be at least 1"):
        select(env, per_kind=0)
