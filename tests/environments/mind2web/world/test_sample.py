"""Steps of a task."""

from __future__ import annotations

import msgspec

from agentgym.environments.mind2web.official.records import TaskRecord
from agentgym.environments.mind2web.world.sample import samples_of
from tests.environments.mind2web.made import action, task


def test_steps_know_what_was_done_before_and_how_they_are_ranked() -> None:
    record = msgspec.convert(task("t", action("a", 12), action("b", 25, "TYPE", "red hat")), TaskRecord)
    first, second = samples_of(record, {"t_b": ("25", "12")})
    assert [(s.id, s.position, s.length, s.task) for s in (first, second)] == [
        ("t_a", 0, 2, "do t"),
        ("t_b", 1, 2, "do t"),
    ]
    assert first.previous == () and second.previous == ("[button]  a -> CLICK",)
    assert first.ranks is None and second.ranks == ("25", "12")
