"""The official schema of Mind2Web: tasks, the actions of a task, the candidates of an action.

Only what playing needs is declared; fields such as ``raw_html`` (nine tenths of a file) are skipped by the
decoder without being copied.
"""

from __future__ import annotations

from typing import Any

import msgspec

from agentgym.errors import DataError

OPERATIONS = ("CLICK", "TYPE", "SELECT")


class Operation(msgspec.Struct, frozen=True):
    """What is done to the target: ``op`` is one of :data:`OPERATIONS`, ``value`` is empty for ``CLICK``."""

    op: str
    value: str = ""
    original_op: str = ""


class Candidate(msgspec.Struct, frozen=True):
    """An element that could be the target.

    ``attributes`` is JSON text: the element's attributes with ``bounding_box_rect`` (``x,y,width,height`` in CSS
    pixels). The two flags are there on positives only.
    """

    backend_node_id: str
    tag: str = ""
    attributes: str = ""
    is_original_target: bool = False
    is_top_level_target: bool = False


class ActionRecord(msgspec.Struct, frozen=True):
    """One recorded action with the page before it."""

    action_uid: str
    cleaned_html: str
    operation: Operation
    pos_candidates: tuple[Candidate, ...] = ()
    neg_candidates: tuple[Candidate, ...] = ()


class TaskRecord(msgspec.Struct, frozen=True):
    """One recorded task."""

    annotation_id: str
    confirmed_task: str
    website: str
    domain: str
    subdomain: str
    action_reprs: tuple[str, ...]
    actions: tuple[ActionRecord, ...]

    def check(self, where: str) -> TaskRecord:
        """Return the record if its parts fit together.

        Raises:
            DataError: no actions, as many descriptions as actions are not there, or an unknown operation.
        """
        if not self.actions or len(self.actions) != len(self.action_reprs):
            raise DataError(
                f"{where}: task {self.annotation_id!r} has {len(self.actions)} actions and "
                f"{len(self.action_reprs)} action_reprs; expected as many of both, at least one."
            )
        for action in self.actions:
            if action.operation.op not in OPERATIONS:
                raise DataError(
                    f"{where}: action {action.action_uid!r} has operation {action.operation.op!r}; expected one of "
                    f"{', '.join(OPERATIONS)}."
                )
        return self


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


def samples_of(record: TaskRecord, ranks: Any = None) -> list[Sample]:
    """Return the steps of a task; ``ranks`` is a mapping from sample id to ranked candidates."""
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
