"""What the viewer shows: the episodes of several folders, filtered, sorted, searched, followed while they grow."""

from __future__ import annotations

import bisect
import mmap
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np

from agentgym.engine.cost import Prices
from agentgym.errors import OptionError, UnknownNameError
from agentgym.report.results import cost_of
from agentgym.trajectory.codec import TornLine, decode
from agentgym.trajectory.episode import Episode
from agentgym.trajectory.files import frame_at
from agentgym.trajectory.index import Entry, Index

SEARCH_SECONDS = 0.7
"""How long one request may search; the page then asks for the rest."""


_BLOCK = 1 << 20


class Filter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is listed; empty fields let everything pass.

    Attributes:
        outcome: ``solved`` (reward 1), ``partial``, ``zero`` or ``failed`` (no reward).
        task: part of the task id.
        sort: a column of :data:`SORTS`, with ``-`` before it for falling order.
    """

    env: str = ""
    policy: str = ""
    status: str = ""
    category: str = ""
    outcome: str = ""
    task: str = ""
    sort: str = ""


class Item(msgspec.Struct, frozen=True):
    """An episode of the list, with its permanent id."""

    id: str
    index: Index
    entry: Entry


class Found(msgspec.Struct):
    """Hits of a search; ``cursor`` is where to go on (``None`` at the end), ``searched`` how many were looked at."""

    items: list[Item]
    cursor: int | None
    searched: int
    total: int


SORTS: dict[str, Callable[[Item], tuple[object, ...]]] = {
    "env": lambda i: (i.entry.env_id, i.entry.task_id, i.entry.policy, i.entry.repeat),
    "task": lambda i: (i.entry.task_id, i.entry.env_id, i.entry.policy, i.entry.repeat),
    "policy": lambda i: (i.entry.policy, i.entry.env_id, i.entry.task_id),
    "status": lambda i: (i.entry.status, i.entry.env_id, i.entry.task_id),
    "reward": lambda i: (-1.0 if i.entry.reward is None else i.entry.reward, i.entry.env_id, i.entry.task_id),
    "steps": lambda i: (i.entry.steps,),
    "seconds": lambda i: (i.entry.seconds,),
    "tokens": lambda i: (i.entry.prompt_tokens + i.entry.completion_tokens,),
    "started": lambda i: (i.entry.started,),
}
_OUTCOMES: dict[str, Callable[[float | None], bool]] = {
    "solved": lambda r: r is not None and r >= 1.0,
    "partial": lambda r: r is not None and 0.0 < r < 1.0,
    "zero": lambda r: r is not None and r <= 0.0,
    "failed": lambda r: r is None,
}


class Store:
    """The episodes below several folders.

    Args:
        folders: run folders, or folders of run folders.
        prices: for the cost of turns whose server reported none.
    """

    def __init__(self, folders: Sequence[str | os.PathLike[str]], prices: Prices) -> None:
        self.folders = [Path(f) for f in folders]
        self.prices = prices
        self.version = 0
        self.items: list[Item] = []
        self._by_id: dict[str, Item] = {}
        self._indexes = [Index(f) for f in self.folders]
        self._looked = 0.0
        self._views: dict[Filter, tuple[int, list[Item]]] = {}

    def refresh(self, *, every: float = 1.0) -> None:
        """Take in what was written since; at most once in ``every`` seconds."""
        if time.monotonic() - self._looked < every:
            return
        first = self.version == 0
        # The index file is written once: a live log would have it written anew every second.
        changed = [index.refresh(save=first) for index in self._indexes]
        if first or any(changed):
            self.version += 1
            self._arrange()
        self._looked = time.monotonic()

    def _arrange(self) -> None:
        self._by_id = {}
        for index in self._indexes:
            for entry in index.entries:
                name, copy = entry.key, 1
                while name in self._by_id:
                    copy += 1
                    name = f"{entry.key}~{copy}"
                self._by_id[name] = Item(name, index, entry)
        self.items = list(self._by_id.values())
        self._views.clear()

    def item(self, name: str) -> Item:
        """Return an episode's item.

        Raises:
            UnknownNameError: no such episode.
        """
        if name not in self._by_id:
            raise UnknownNameError(f"No episode {name!r} in {', '.join(map(str, self.folders))}.")
        return self._by_id[name]

    def view(self, wanted: Filter) -> list[Item]:
        """Return the items that pass a filter, sorted.

        Raises:
            OptionError: an unknown sort or outcome.
        """
        kept = self._views.get(wanted)
        if kept is not None and kept[0] == self.version:
            return kept[1]
        passes = _passes(wanted)
        items = [i for i in self.items if passes(i.entry)]
        if wanted.sort:
            name = wanted.sort.removeprefix("-")
            if name not in SORTS:
                raise OptionError(f"Unknown sort {name!r}; known: {', '.join(SORTS)}.")
            items.sort(key=SORTS[name], reverse=wanted.sort.startswith("-"))
        if len(self._views) > 16:
            self._views.clear()
        self._views[wanted] = (self.version, items)
        return items

    def facets(self) -> dict[str, dict[str, int]]:
        """Return how many episodes there are by environment, policy, status and category."""
        entries = [i.entry for i in self.items]
        return {
            "env": dict(Counter(e.env_id for e in entries).most_common()),
            "policy": dict(Counter(e.policy for e in entries).most_common()),
            "status": dict(Counter(e.status for e in entries).most_common()),
            "category": dict(Counter(c for e in entries for c in e.categories).most_common()),
        }

    def siblings(self, item: Item) -> list[Item]:
        """Return the other episodes of the same task."""
        entry = item.entry
        return [
            i for i in self.items
            if i.entry.task_id == entry.task_id and i.entry.env_id == entry.env_id and i.id != item.id
        ]  # fmt: skip

    def cost(self, entry: Entry) -> float | None:
        """Return what an episode cost, ``None`` if unknown."""
        return cost_of(entry, self.prices)

    def search(
        self,
        query: str,
        wanted: Filter,
        *,
        cursor: int = 0,
        limit: int = 100,
        seconds: float = SEARCH_SECONDS,
    ) -> Found:
        """Find episodes with a text in their messages, regardless of case.

        Lines are looked through as bytes; only those that hold the text are decoded and looked at properly.
        """
        items = self.view(wanted)
        folded = query.casefold()
        deadline = time.monotonic() + seconds
        hits: list[Item] = []
        reader = _Lines(_needle(query))
        try:
            for position in range(cursor, len(items)):
                item = items[position]
                if reader.may_hold(item) and _says(reader.read(item), folded):
                    hits.append(item)
                late = position % 64 == 0 and time.monotonic() > deadline
                if (len(hits) >= limit or late) and position + 1 < len(items):
                    return Found(hits, position + 1, position + 1, len(items))
        finally:
            reader.close()
        return Found(hits, None, len(items), len(items))


class _Lines:
    """Reads lines in any order, and says which may hold a text.

    Plain files are mapped and looked through block by block: a bit of every byte is set, which makes letters
    small (and a few signs look alike, which does no harm), so that a plain search over the block finds all.
    """

    def __init__(self, needle: bytes) -> None:
        self.needle = _small(needle)
        self._maps: dict[tuple[int, str], mmap.mmap] = {}
        self._hits: dict[tuple[int, str, int], list[int]] = {}
        self._frame: tuple[int, str, int] | None = None
        self._block = b""

    def may_hold(self, item: Item) -> bool:
        """Whether the line holds the text, as far as bytes tell."""
        if not self.needle:
            return True
        entry = item.entry
        if entry.file.endswith(".zst"):
            block = entry.offset
            hits = self._hits.get((id(item.index), entry.file, block))
            if hits is None:
                hits = self._find(item, block, self._decompressed(item), 0)
            return _between(hits, entry.within, entry.within + entry.length - len(self.needle))
        last = entry.offset + entry.length - len(self.needle)
        for block in range(entry.offset // _BLOCK, last // _BLOCK + 1):
            hits = self._hits.get((id(item.index), entry.file, block))
            if hits is None:
                start = block * _BLOCK
                text = self._map(item)[start : start + _BLOCK + len(self.needle) - 1]
                hits = self._find(item, block, text, start)
            if _between(hits, entry.offset, last):
                return True
        return False

    def _find(self, item: Item, block: int, text: bytes, start: int) -> list[int]:
        small = _small(text)
        hits, at = [], small.find(self.needle)
        while at >= 0:
            hits.append(start + at)
            at = small.find(self.needle, at + 1)
        self._hits[id(item.index), item.entry.file, block] = hits
        return hits

    def read(self, item: Item) -> bytes:
        """Return the line."""
        entry = item.entry
        if entry.file.endswith(".zst"):
            return self._decompressed(item)[entry.within : entry.within + entry.length]
        return self._map(item)[entry.offset : entry.offset + entry.length]

    def _decompressed(self, item: Item) -> bytes:
        frame = (id(item.index), item.entry.file, item.entry.offset)
        if frame != self._frame:
            self._frame = frame
            self._block = frame_at(item.index.folder / item.entry.file, item.entry.offset)
        return self._block

    def _map(self, item: Item) -> mmap.mmap:
        name = (id(item.index), item.entry.file)
        mapped = self._maps.get(name)
        if mapped is None:
            with (item.index.folder / item.entry.file).open("rb") as file:
                mapped = self._maps[name] = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return mapped

    def close(self) -> None:
        for mapped in self._maps.values():
            mapped.close()


def texts(episode: Episode) -> Iterator[str]:
    """Yield everything that was said in an episode."""
    for message in episode.messages:
        yield message["content"]
        for call in message.get("tool_calls") or ():
            yield f"{call['function']['name']}({call['function']['arguments']})"
    for step in episode.steps:
        yield step.output
    if episode.failure is not None:
        yield episode.failure.message


def _says(raw: bytes, folded: str) -> bool:
    try:
        return any(folded in text.casefold() for text in texts(decode(raw)))
    except TornLine:
        return False


def _between(hits: list[int], first: int, last: int) -> bool:
    if not hits:
        return False
    at = bisect.bisect_left(hits, first)
    return at < len(hits) and hits[at] <= last


def _small(data: bytes) -> bytes:
    return np.bitwise_or(np.frombuffer(data, np.uint8), 0x20).tobytes()


def _needle(query: str) -> bytes:
    """Return a piece of the query that the line must hold: its longest run of ASCII, as JSON writes it.

    Letters beyond ASCII have no simple lower case in bytes, and some lines write them as escapes.
    """
    runs = "".join(c if c.isascii() and c >= " " and c not in "\x7f" else "\n" for c in query).split("\n")
    longest = max(runs, key=len)
    return msgspec.json.encode(longest)[1:-1]


def _passes(wanted: Filter) -> Callable[[Entry], bool]:
    if wanted.outcome and wanted.outcome not in _OUTCOMES:
        raise OptionError(f"Unknown outcome {wanted.outcome!r}; known: {', '.join(_OUTCOMES)}.")
    outcome = _OUTCOMES.get(wanted.outcome)
    task = wanted.task.casefold()

    def passes(entry: Entry) -> bool:
        return (
            (not wanted.env or entry.env_id == wanted.env)
            and (not wanted.policy or entry.policy == wanted.policy)
            and (not wanted.status or entry.status == wanted.status)
            and (not wanted.category or wanted.category in entry.categories)
            and (outcome is None or outcome(entry.reward))
            and (not task or task in entry.task_id.casefold())
        )

    return passes
