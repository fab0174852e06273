"""The task sets: the embedded questions, a world that was generated, or HotpotQA's own files."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from agentgym.environments.hotpotqa.official.files import locate
from agentgym.errors import DataError
from agentgym.tasks import Task, TaskSet
from agentgym.tools.encyclopedia import embedded
from agentgym.tools.encyclopedia.articles import Article
from agentgym.tools.encyclopedia.embedded import World
from agentgym.tools.encyclopedia.item_files import ItemFile, open_files
from agentgym.tools.encyclopedia.items import Item
from agentgym.tools.encyclopedia.library import Library, Match
from agentgym.tools.encyclopedia.questions import Question

NO_PARAGRAPHS = (
    "the questions have no paragraphs (`context`), so there is nothing to search in. Take one of the official files "
    "(the ReAct repository's simplified ones hold questions only), or scope='live'."
)


def generated(data: Path | None, world: World) -> Path | None:
    """Return the folder of a generated encyclopedia with its questions; ``None`` where ``data`` is HotpotQA's."""
    if data is None:
        return embedded.folder_of(world)
    return data if (data / embedded.ARTICLES).is_file() else None


def load(data: Path | None, split: str, world: World) -> TaskSet:
    """Return the questions of a split.

    Args:
        data: a file, a folder of files, a folder of a generated world, or ``None`` for the embedded questions.
        split: ``train``, ``dev`` or ``test``; of no meaning where ``data`` is a file.
        world: which of the embedded worlds.

    Raises:
        DataError: there is no file of the split, or one is damaged.
    """
    folder = generated(data, world)
    if folder is not None:
        found = embedded.questions(folder, split)
        name = f"HotpotQA embedded ({world}, {split})" if data is None else f"{data} ({split})"
        return TaskSet(list(found), lambda i: _generated(found[i], split), name=name)
    assert data is not None
    files = open_files(locate(data, split))
    return TaskSet(files.ids, lambda i: _official(files, i, split), name=f"{data} ({split})")


@cache
def pool(data: Path, split: str, match: Match) -> Library:
    """Return the paragraphs of all items of a split as one library; they are read from the file when opened."""
    files = open_files(locate(data, split))
    places = list(files.articles())
    if not places:
        raise DataError(f"{data}: {NO_PARAGRAPHS}")

    def read(position: int) -> Article:
        key, place, _ = places[position]
        return files.item(key).context[place]

    return Library([title for _, _, title in places], read, match=match)


def _generated(question: Question, split: str) -> Task:
    item = Item(
        question=question.question,
        answer=question.answer,
        level=question.level,
        type=question.type,
        facts=tuple(question.facts),
        hops=question.hops,
    )
    return Task(id=question.id, data=item, split=split, kind=question.level)


def _official(files: ItemFile, key: str, split: str) -> Task:
    item = files.item(key)
    return Task(id=key, data=item, split=split, kind=item.level or item.type)
