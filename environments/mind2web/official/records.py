"""The official schema of Mind2Web: tasks, the actions of a task, the candidates of an action.

Only what playing needs is declared; fields such as ``raw_html`` (nine tenths of a file) are skipped by the
decoder without being copied.
"""

from __future__ import annotations

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
            DataError: no actions, fewer descriptions than actions, or an unknown operation.
        """
        if not self.actions or len(self.action_reprs) < len(self.actions):
            raise DataError(
                f"{where}: task {self.annotation_id!r} has {len(self.actions)} actions and "
                f"{len(self.action_reprs)} action_reprs; expected at least one, and a description of each."
            )
        for action in self.actions:
            if action.operation.op not in OPERATIONS:
                raise DataError(
                    f"{where}: action {action.action_uid!r} has operation {action.operation.op!r}; expected one of "
                    f"{', '.join(OPERATIONS)}."
                )
        return self
