"""A step to predict, as it is played."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from agentgym.environments.mind2web.official.records import ActionRecord, TaskRecord


class Sample(msgspec.Struct, frozen=True):
    """One step to predict, teacher-forced: the page, the task and the recorded actions before it.

    Attributes:
        position: number of the step in its task, from 0.
        length: number of steps of the task.
        previous: descriptions of the recorded actions before this one.
        ranks: candidates from the best on as the score file ranks them; ``None`` where there is no such file.
    """

    annotation_id: str
    website: str
    domain: str
    task: str
    position: int
    length: int
    previous: tuple[str, ...]
    action: ActionRecord
    ranks: tuple[str, ...] | None = None

    @property
    def id(self) -> str:
        """The key of the score file: annotation and action."""
        return f"{self.annotation_id}_{self.action.action_uid}"


def samples_of(record: TaskRecord, ranks: Mapping[str, tuple[str, ...]] | None = None) -> list[Sample]:
    """Return the steps of a task; ``ranks`` maps a step's id to its candidates as a score file ranks them."""
    table = ranks or {}
    return [
        Sample(
            annotation_id=record.annotation_id,
            website=record.website,
            domain=record.domain,
            task=record.confirmed_task,
            position=i,
            length=len(record.actions),
            previous=record.action_reprs[:i],
            action=action,
            ranks=table.get(f"{record.annotation_id}_{action.action_uid}"),
        )
        for i, action in enumerate(record.actions)
    ]
