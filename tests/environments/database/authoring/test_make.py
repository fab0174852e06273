"""The generator: what ships is what it makes."""

from __future__ import annotations

from agentgym.environments.database import tasks
from agentgym.stores import read_store


def test_the_generator_still_makes_what_is_stored() -> None:
    from agentgym.environments.database.authoring.make import make

    assert make(0) == read_store(tasks.STORE, tasks.Store)
