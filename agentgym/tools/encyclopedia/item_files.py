"""Questions with paragraphs of their own, in HotpotQA's layouts, each as one JSON list or as JSON lines.

The official layout has ``context`` as a list of ``[title, [sentence, …]]`` and ``supporting_facts`` as one of ``[title,
sentence]``; Hugging Face's has both as columns. A file is held as bytes, and an item decoded when it is asked for: the
official training file has half a gigabyte.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from agentgym.errors import DataError
from agentgym.tools.encyclopedia.articles import Article
from agentgym.tools.encyclopedia.items import Item

LEVELS = ("easy", "medium", "hard")
"""Levels; a file that is called so gives its items that level."""


class _Head(msgspec.Struct):
    """What every item has; an item's id is ``_id`` in the official files and ``id`` in Hugging Face's."""

    question: str
    official: str = msgspec.field(default="", name="_id")
    id: str = ""


class _Columns(msgspec.Struct):
    title: list[str]
    sentences: list[list[str]]


class _FactColumns(msgspec.Struct):
    title: list[str]
    sent_id: list[int]


class _Record(msgspec.Struct):
    question: str
    answer: str | None = None
    level: str = ""
    type: str = ""
    context: list[tuple[str, list[str]]] | _Columns = msgspec.field(default_factory=list)
    supporting_facts: list[tuple[str, int]] | _FactColumns = msgspec.field(default_factory=list)


class ItemFile:
    """The items of one file or several, by id, decoded when they are asked for.

    Args:
        paths: the files.

    Raises:
        DataError: one cannot be read, is cut short, or an item lacks what it needs.
    """

    def __init__(self, paths: tuple[Path, ...]) -> None:
        self.paths = paths
        self._records: dict[str, tuple[Path, Any]] = {}
        for path in paths:
            for position, raw in enumerate(_split(path)):
                head = _decoded(raw, _Head, path, f"item {position}")
                key = head.official or head.id or f"{path.stem}-{position:05d}"
                if key in self._records:
                    raise DataError(f"{path}: the id {key!r} occurs twice.")
                self._records[key] = (path, raw)
        if not self._records:
            raise DataError(f"{', '.join(map(str, paths))}: there are no questions in it.")

    @property
    def ids(self) -> list[str]:
        """Ids, in the order of the files."""
        return list(self._records)

    def item(self, key: str) -> Item:
        """Return an item.

        Raises:
            DataError: it is not of the layout.
        """
        path, raw = self._records[key]
        record = _decoded(raw, _Record, path, f"item {key}")
        context, facts = record.context, record.supporting_facts
        try:
            if isinstance(context, _Columns):
                context = list(zip(context.title, context.sentences, strict=True))
            if isinstance(facts, _FactColumns):
                facts = list(zip(facts.title, facts.sent_id, strict=True))
        except ValueError:
            raise DataError(f"{path}, item {key}: its columns are not of the same length.") from None
        return Item(
            question=record.question,
            answer=record.answer,
            level=record.level or (path.stem if path.stem in LEVELS else ""),
            type=record.type,
            facts=tuple(facts),
            context=tuple(Article(t, (tuple(s),)) for t, s in context),
        )

    def articles(self) -> Iterator[tuple[str, int, str]]:
        """Yield (item, position in it, title) of the paragraphs of all items, each title once."""
        seen: set[str] = set()
        for key in self._records:
            for position, article in enumerate(self.item(key).context):
                if article.title not in seen:
                    seen.add(article.title)
                    yield key, position, article.title


@cache
def open_files(paths: tuple[Path, ...]) -> ItemFile:
    """Return the items of files, read once a process."""
    return ItemFile(paths)


def _split(path: Path) -> list[msgspec.Raw]:
    """Return the items of a file, undecoded."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from None
    if raw.lstrip()[:1] != b"[":
        return [msgspec.Raw(line) for line in raw.splitlines() if line.strip()]
    try:
        return msgspec.json.decode(raw, type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path} is not whole: {error}. Fetch it again.") from None


def _decoded(raw: Any, kind: Any, path: Path, what: str) -> Any:
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        raise DataError(
            f"{path}, {what}: {error}. Expected HotpotQA's layout, or a file that is whole."
        ) from None
