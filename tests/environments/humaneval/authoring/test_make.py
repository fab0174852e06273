"""The embedded problems."""

from __future__ import annotations

from agentgym.environments.humaneval.authoring.make import problems
from agentgym.environments.humaneval.tasks import STORE
from agentgym.environments.humaneval.world.problem import Problem
from agentgym.stores import read_store


def test_what_ships_is_what_is_made() -> None:
    store = read_store(STORE, dict[str, list[Problem]])
    assert store == problems()
    assert {s: len(p) for s, p in store.items()} == {"train": 8, "dev": 4, "test": 36}
    every = [p for found in store.values() for p in found]
    assert len({p.entry_point for p in every}) == len(every) == 48
    assert all(p.test.count("assert") >= 4 and ">>>" in p.prompt for p in every)
