"""What the viewer shows of a data set: its rows and the episodes that were dropped, filtered, searched, with marks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from agentgym.dataset.card import card
from agentgym.dataset.contamination.places import merged, places
from agentgym.dataset.contamination.samples import message_texts
from agentgym.dataset.curation import Dropped
from agentgym.dataset.damage import damage
from agentgym.dataset.files import CARD, ROWS, Mark, read_dropped, read_marks, read_origin, read_row
from agentgym.dataset.row import Row
from agentgym.errors import UnknownNameError
from agentgym.registry import short_name

KEPT = "kept"
GENERAL = "general"


class Filter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is listed; empty fields let everything pass.

    Attributes:
        env: short name of the environment, or :data:`GENERAL`.
        state: :data:`KEPT`, or the reason of dropping.
        answered: the model or policy that answered.
        marked: ``yes``: rows with runs that a test set has; ``no``: those without.
        damaged: what is wrong with a row as training data.
        q: a text that was said in a row, regardless of case.
    """

    env: str = ""
    state: str = ""
    answered: str = ""
    marked: str = ""
    damaged: str = ""
    q: str = ""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the list: a row, or a dropped episode.

    Attributes:
        number: of the row; ``None`` for an episode that was dropped.
        id: of the row, or key of the episode.
        env: short name of the environment, or :data:`GENERAL`.
        task, split, answered, status, reward: of the episode.
        state: :data:`KEPT`, or the reason of dropping.
        turns, trained: turns of the assistant, and those of them that are trained.
        thoughts: trained turns with a thought.
        marks: runs that a test set has.
        damaged: what is wrong with it as training data.
        run: folder of the run that a dropped episode is in.
    """

    id: str
    number: int | None = None
    env: str = GENERAL
    task: str = ""
    split: str = ""
    answered: str = ""
    status: str = ""
    reward: float | None = None
    state: str = KEPT
    turns: int = 0
    trained: int = 0
    thoughts: int = 0
    marks: int = 0
    damaged: str = ""
    run: str = ""


class DatasetStore:
    """A data set.

    Args:
        folder: of it.

    Raises:
        DataError: it is none, or damaged.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.origin = read_origin(folder)
        self._marks: defaultdict[str, list[Mark]] = defaultdict(list)
        for mark in read_marks(folder):
            self._marks[mark.row].append(mark)
        self._offsets: list[int] = []
        self.items = [self._item(number, row) for number, row in enumerate(self._rows())]
        self.items += [_dropped(d) for d in read_dropped(folder)]

    def facets(self) -> dict[str, dict[str, int]]:
        """Return how many lines there are by environment, state, answerer, marks and damage."""
        return {
            "env": dict(Counter(i.env for i in self.items).most_common()),
            "state": dict(Counter(i.state for i in self.items).most_common()),
            "answered": dict(Counter(i.answered for i in self.items if i.answered).most_common()),
            "marked": dict(Counter("yes" if i.marks else "no" for i in self.items if i.number is not None)),
            "damaged": dict(Counter(i.damaged for i in self.items if i.damaged).most_common()),
        }

    def view(self, wanted: Filter) -> list[Item]:
        """Return the lines that pass a filter."""
        found = [i for i in self.items if _passes(i, wanted)]
        if not wanted.q:
            return found
        said = wanted.q.casefold()
        with (self.folder / ROWS).open("rb") as file:
            return [i for i in found if i.number is not None and self._says(file, i.number, said)]

    def row(self, number: int) -> Row:
        """Return a row.

        Raises:
            UnknownNameError: there is no such row.
        """
        if not 0 <= number < len(self._offsets):
            raise UnknownNameError(
                f"{self.folder} has {len(self._offsets):,} rows; there is no row {number}."
            )
        with (self.folder / ROWS).open("rb") as file:
            return self._read(file, number)

    def marks(self, row: Row) -> list[list[tuple[int, int]]]:
        """Return, for each message of a row, where it has what a test set has: start and end, in characters."""
        runs = [m.train_text.split(" ") for m in self._marks.get(row.id, ())]
        return [merged([p for run in runs for p in places(m["content"], run)]) for m in row.messages]

    def matched(self, row: Row) -> list[Mark]:
        """Return the marks of a row, the longest first."""
        return sorted(self._marks.get(row.id, ()), key=lambda m: -m.tokens)

    def card(self) -> str:
        """Return the card."""
        place = self.folder / CARD
        return place.read_text("utf-8", errors="replace") if place.exists() else card(self.folder)

    def _rows(self) -> Iterator[Row]:
        at = 0
        with (self.folder / ROWS).open("rb") as file:
            for line in file:
                if line.strip():
                    self._offsets.append(at)
                    yield read_row(line, self.folder / ROWS, len(self._offsets))
                at += len(line)

    def _read(self, file: Any, number: int) -> Row:
        file.seek(self._offsets[number])
        return read_row(file.readline(), self.folder / ROWS, number + 1)

    def _says(self, file: Any, number: int, said: str) -> bool:
        texts = (t for m in self._read(file, number).messages for t in message_texts(m))
        return any(said in text.casefold() for text in texts)

    def _item(self, number: int, row: Row) -> Item:
        source, broken = row.source, damage(row)
        item = Item(
            id=row.id,
            number=number,
            turns=sum(m["role"] == "assistant" for m in row.messages),
            trained=len(row.trained),
            marks=len(self._marks.get(row.id, ())),
            damaged=broken.what if broken else "",
        )
        if source is None:
            return item
        return msgspec.structs.replace(
            item,
            env=short_name(source.env_id),
            task=source.task_id,
            split=source.split,
            answered=source.model or source.policy,
            status=source.status,
            reward=source.reward,
            thoughts=source.thoughts,
        )


def _dropped(one: Dropped) -> Item:
    return Item(
        id=one.episode,
        env=short_name(one.env_id),
        task=one.task_id,
        split=one.split,
        answered=one.answered,
        status=one.status,
        reward=one.reward,
        state=one.reason,
        turns=one.steps,
        run=one.run,
    )


def _passes(item: Item, wanted: Filter) -> bool:
    return (
        (not wanted.env or item.env == wanted.env)
        and (not wanted.state or item.state == wanted.state)
        and (not wanted.answered or item.answered == wanted.answered)
        and (not wanted.marked or (item.number is not None and (item.marks > 0) == (wanted.marked == "yes")))
        and (not wanted.damaged or item.damaged == wanted.damaged)
    )
