"""What the viewer shows: the episodes of several folders, filtered, sorted, searched, followed while they grow."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from agentgym.engine.cost import Prices, indexed
from agentgym.errors import OptionError, UnknownNameError
from agentgym.registry import short_name
from agentgym.status import Ending
from agentgym.trajectory.index import Entry, Index
from agentgym.viewer.search import Search

SEARCH_SECONDS = 0.7
"""How long one request may search; the page then asks for the rest."""


class Filter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is listed; empty fields let everything pass.

    Attributes:
        outcome: ``solved`` (reward 1), ``partial``, ``zero``, ``unscored`` or ``failed``.
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
    "reward": lambda i: (_reward(i.entry, missing=-1.0), i.entry.env_id, i.entry.task_id),
    "steps": lambda i: (i.entry.steps,),
    "seconds": lambda i: (i.entry.seconds,),
    "tokens": lambda i: (i.entry.prompt_tokens + i.entry.completion_tokens,),
    "started": lambda i: (i.entry.started,),
}
_OUTCOMES: dict[str, Callable[[Entry], bool]] = {
    "solved": lambda e: e.ending is Ending.SCORED and _reward(e) >= 1.0,
    "partial": lambda e: e.ending is Ending.SCORED and 0.0 < _reward(e) < 1.0,
    "zero": lambda e: e.ending is Ending.SCORED and _reward(e) <= 0.0,
    "unscored": lambda e: e.ending is Ending.UNSCORED,
    "failed": lambda e: e.ending is Ending.FAILED,
}
OUTCOMES = tuple(_OUTCOMES)
"""What a filter can ask for of how episodes ended."""


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

    def names(self) -> dict[str, str]:
        """Return the short names of the environments by id."""
        return {env_id: short_name(env_id) for env_id in {i.entry.env_id for i in self.items}}

    def siblings(self, item: Item) -> list[Item]:
        """Return the other episodes of the same task."""
        entry = item.entry
        return [
            i for i in self.items
            if i.entry.task_id == entry.task_id and i.entry.env_id == entry.env_id and i.id != item.id
        ]  # fmt: skip

    def cost(self, entry: Entry) -> float | None:
        """Return what an episode cost, ``None`` if unknown."""
        return indexed(entry, self.prices)

    def search(
        self,
        query: str,
        wanted: Filter,
        *,
        cursor: int = 0,
        limit: int = 100,
        seconds: float = SEARCH_SECONDS,
    ) -> Found:
        """Find episodes in which a text was said, regardless of case.

        Args:
            query: the text.
            wanted: where to look.
            cursor: where an earlier call stopped.
            limit: hits at most.
            seconds: how long to look.
        """
        items = self.view(wanted)
        deadline = time.monotonic() + seconds
        hits: list[Item] = []
        search = Search(query)
        try:
            for position in range(cursor, len(items)):
                item = items[position]
                if search.holds(item.index, item.entry):
                    hits.append(item)
                late = position % 64 == 0 and time.monotonic() > deadline
                if (len(hits) >= limit or late) and position + 1 < len(items):
                    return Found(hits, position + 1, position + 1, len(items))
        finally:
            search.close()
        return Found(hits, None, len(items), len(items))


def _reward(entry: Entry, *, missing: float = 0.0) -> float:
    reward = entry.score()
    return missing if reward is None else reward


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
            and (outcome is None or outcome(entry))
            and (not task or task in entry.task_id.casefold())
        )

    return passes
