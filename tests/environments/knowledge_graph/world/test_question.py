"""Questions as the data of tasks."""

from __future__ import annotations

import msgspec

from agentgym.tasks import Task
from tests.environments.knowledge_graph.samples import QUESTION


def test_a_changed_question_is_another_task() -> None:
    same, other = msgspec.structs.replace(QUESTION), msgspec.structs.replace(QUESTION, answer=["m.b"])
    hashes = [Task(id="q", data=question).content_hash for question in (QUESTION, same, other)]
    assert hashes[0] == hashes[1] != hashes[2]
