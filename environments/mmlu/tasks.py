"""The task sets: the embedded questions, and MMLU's own files."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

from agentgym.environments.mmlu.official import files
from agentgym.environments.mmlu.world.question import Question
from agentgym.stores import read_store, write_store
from agentgym.tasks import Task, TaskSet

STORE = Path(__file__).with_name("data") / "questions.json.zst"
"""The questions that ship with the package, made by :mod:`.authoring`: by split, in the order of their subjects."""
EXAMPLES = "examples"
"""The split of the store that holds the examples of each subject."""


class Questions(NamedTuple):
    """The questions of a split with their ids, and the examples of each subject."""

    tasks: dict[str, Question]
    examples: dict[str, tuple[Question, ...]]


def load(data: Path | None, split: str) -> TaskSet:
    """Return the questions of a split; their kind is their subject.

    Args:
        data: a folder in MMLU's layout, or ``None`` for the embedded questions.
        split: ``train``, ``dev`` or ``test``.

    Raises:
        DataError: there are none, or a file is damaged.
    """
    found = questions(data, split).tasks
    name = f"MMLU embedded ({split})" if data is None else f"{data} ({split})"
    return TaskSet(
        list(found), lambda i: Task(id=i, data=found[i], split=split, kind=found[i].subject), name=name
    )


@cache
def questions(data: Path | None, split: str) -> Questions:
    """Return questions and examples, read once a process.

    Raises:
        DataError: there are none, or a file is damaged.
    """
    if data is None:
        store = read_store(STORE, dict[str, list[Question]])
        return Questions(_numbered(store[split], split), _by_subject(store[EXAMPLES]))
    return Questions(_numbered(files.read(data, split), split), _by_subject(files.examples(data)))


def write(store: dict[str, list[Question]], path: Path = STORE) -> None:
    """Write a store."""
    write_store(path, store)


def _numbered(found: list[Question], split: str) -> dict[str, Question]:
    return {f"{split}/{s}-{n:03d}": q for s, qs in _by_subject(found).items() for n, q in enumerate(qs)}


def _by_subject(found: list[Question]) -> dict[str, tuple[Question, ...]]:
    grouped: dict[str, list[Question]] = defaultdict(list)
    for question in found:
        grouped[question.subject].append(question)
    return {subject: tuple(questions) for subject, questions in grouped.items()}
