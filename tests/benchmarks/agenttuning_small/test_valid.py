"""Which turns are actions that can be taken as they stand."""

from __future__ import annotations

from agentgym.benchmarks.agenttuning_small.valid import share
from agentgym.status import Status
from agentgym.trajectory.episode import Episode, Step


def episode(steps: list[Step]) -> Episode:
    """An episode of these turns."""
    return Episode(env_id="X", task_id="t", status=Status.COMPLETED, reward=0.0, steps=steps)


def test_a_turn_that_was_replaced_refused_or_not_read_is_not_valid() -> None:
    steps = [
        Step(output="a", observation="b"),
        Step(output="a", observation="b", mapped_from="x"),
        Step(output="a", observation="b", refused=True),
        Step(output="a", observation="b", parse_error="no action"),
        Step(output="", observation="b", parse_error="no action", unasked=True),
    ]
    assert share(episode(steps)) == 0.25
    assert share(episode([])) == 0.0
