"""AgentBench's files of questions."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

from agentgym.environments.knowledge_graph.world.question import Question
from agentgym.environments.knowledge_graph.world.stamps import Stamp, stamp
from agentgym.errors import DataError


class _Answer(msgspec.Struct):
    answer_argument: str


class _Item(msgspec.Struct):
    """One item of AgentBench's files."""

    question: str
    qid: str
    entities: dict[str, str]
    answer: list[_Answer]
    source: str = ""
    s_expression: str = ""
    actions: list[str] = []


_FILES = {
    "train": ("train.json", "kg_rl_all.json"),
    "dev": ("dev.json",),
    "test": ("test.json", "std.json"),
}


def locate(data: Path, split: str) -> Path:
    """Return the file of a split: ``data`` itself where it is a file, else one of AgentBench's names in it.

    Raises:
        DataError: the folder has no such file.
    """
    if data.is_file():
        return data
    names = _FILES.get(split, ())
    for name in names:
        if (data / name).is_file():
            return data / name
    raise DataError(f"{data} has no {' or '.join(names) or f'file for split {split!r}'}; or give data=FILE.")


def load_questions(path: Path) -> dict[str, Question]:
    """Read a file of AgentBench: a JSON list of questions with entities, S-expression, actions and answer.

    A ``qid`` that occurs twice gets its position added, so that every task has an id of its own. The result is
    shared for as long as the file does not change: do not write into it.

    Raises:
        DataError: it cannot be read, is cut short, or an item lacks a field.
    """
    return _read(path, stamp(path))


@lru_cache(maxsize=8)
def _read(path: Path, _: Stamp) -> dict[str, Question]:
    try:
        items = msgspec.json.decode(path.read_bytes(), type=list[_Item])
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise DataError(
            f"{path}: expected a JSON list of items with question, qid, entities and answer; {error}."
        ) from error
    questions: dict[str, Question] = {}
    for position, item in enumerate(items):
        key = item.qid if item.qid not in questions else f"{item.qid}-{position}"
        questions[key] = Question(
            id=key,
            question=item.question,
            entities=item.entities,
            s_expression=item.s_expression,
            actions=item.actions,
            answer=[a.answer_argument for a in item.answer],
            kind=item.source,
        )
    return questions
