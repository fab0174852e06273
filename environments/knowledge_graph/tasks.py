"""The task sets: the embedded questions, or a file of AgentBench."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from agentgym.environments.knowledge_graph.official.questions import load_questions, locate
from agentgym.environments.knowledge_graph.world.embedded import DATA
from agentgym.environments.knowledge_graph.world.question import Question
from agentgym.stores import read_store
from agentgym.tasks import Task, TaskSet

QUESTIONS = DATA / "questions.json.zst"
SPLITS = ("train", "dev", "test", "test-iid", "test-compositional", "test-zeroshot")
_PARTS = {"test": ("test-iid", "test-compositional", "test-zeroshot")}


def load(data: Path | None, split: str) -> TaskSet:
    """Return the questions of a split as tasks.

    Args:
        data: a file of questions, a folder with AgentBench's files, or ``None`` for the embedded ones.
        split: one of :data:`SPLITS`; of no meaning where ``data`` is a file.

    Raises:
        DataError: the folder has no file of that split, or the file cannot be read.
    """
    if data is None:
        questions, name = embedded_questions(split), f"KG embedded ({split})"
    else:
        path = locate(data, split)
        questions, name = load_questions(path), str(path)
    return TaskSet(
        list(questions),
        lambda i: Task(id=i, data=questions[i], split=split, kind=questions[i].kind),
        name=name,
    )


@cache
def embedded_questions(split: str) -> dict[str, Question]:
    """Return the embedded questions of a split by id; ``test`` is the three kinds of test questions in turn."""
    parts = _PARTS.get(split, (split,))
    chosen = [q for q in _all() if q.id.rsplit("-", 1)[0] in parts]
    return {q.id: q for q in sorted(chosen, key=lambda q: q.id.rsplit("-", 1)[1])}


@cache
def _all() -> list[Question]:
    return read_store(QUESTIONS, list[Question])
