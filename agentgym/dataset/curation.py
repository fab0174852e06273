"""Curation: what of some runs becomes a data set, and why the rest does not.

Every episode is kept or dropped for one :class:`Reason`, the first that holds. The same recipe over the same log gives
the same rows in the same order.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import chain, zip_longest
from pathlib import Path

import msgspec

from agentgym.dataset.conversations import rows_of
from agentgym.dataset.duplicates import NearDuplicates, exact_key, shingles
from agentgym.dataset.expression import Filter
from agentgym.dataset.fields import KINDS, fields_of
from agentgym.dataset.recipe import Recipe
from agentgym.dataset.row import Row
from agentgym.errors import DataError
from agentgym.registry import short_name
from agentgym.status import Ending
from agentgym.trajectory.episode import Episode
from agentgym.trajectory.index import Entry, Index, settled


class Reason(StrEnum):
    """Why an episode is dropped."""

    FAILED = "failed"
    """The machinery broke: there is no score."""
    UNSCORED = "unscored"
    """It has no score yet (`agentgym score`), and the filter asks for one."""
    FILTER = "filter"
    UNKNOWN = "prompts unknown"
    """An old log does not know what the model was shown."""
    UNTRAINABLE = "nothing to train"
    """No policy was asked at any turn."""
    EXACT = "exact duplicate"
    BEST = "best of k"
    NEAR = "near duplicate"
    CAP = "cap"


class Counted(msgspec.Struct, kw_only=True):
    """Counts of one environment.

    Attributes:
        tasks: tasks that were played (the paper's instructions).
        episodes: episodes of them.
        kept: episodes kept.
        kept_tasks: tasks of which an episode was kept.
        rows: conversations made of these.
        turns: trained turns of these.
        thoughts: trained turns with a thought.
        completed: those of them whose thought was written afterwards.
        inexact: conversations of which the model did not see all at every turn.
        dropped: episodes dropped, by reason.
    """

    tasks: int = 0
    episodes: int = 0
    kept: int = 0
    kept_tasks: int = 0
    rows: int = 0
    turns: int = 0
    thoughts: int = 0
    completed: int = 0
    inexact: int = 0
    dropped: dict[str, int] = {}

    @property
    def turns_per_row(self) -> float | None:
        """Trained turns of a conversation on average."""
        return self.turns / self.rows if self.rows else None

    @property
    def ratio(self) -> float | None:
        """Share of the tasks of which an episode was kept."""
        return self.kept_tasks / self.tasks if self.tasks else None


class Dropped(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An episode that was dropped.

    Attributes:
        reason: why; each episode has one.
        episode: its key.
        run: the folder that it is in.
        env_id, task_id, split, status, reward, steps: of it.
        answered: the model or policy that answered.
    """

    reason: str
    episode: str
    run: str = ""
    env_id: str = ""
    task_id: str = ""
    split: str = ""
    answered: str = ""
    status: str = ""
    reward: float | None = None
    steps: int = 0


Task = tuple[str, str, str]


class _Candidate(msgspec.Struct):
    log: Index
    entry: Entry
    env: str
    exact: str = ""

    @property
    def task(self) -> Task:
        """What identifies its task."""
        return self.entry.env_id, self.entry.split, self.entry.task_id

    @property
    def rank(self) -> tuple[float, int, str]:
        """Best first: reward, then shortness, then anything that is always the same."""
        return (-(self.entry.score() or 0.0), self.entry.steps, self.entry.key)


class Curation:
    """The curation of some runs; iterating gives the rows, after which :attr:`counts` are complete.

    Args:
        folders: run folders, or folders of run folders.
        recipe: what is kept.
        progress: called with what is being done, how much of it is done, and how much there is.

    Raises:
        OptionError: the filter is none.
        DataError: there are no episodes.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        recipe: Recipe,
        *,
        progress: Callable[[str, int, int], None] = lambda what, done, total: None,
    ) -> None:
        self.recipe = recipe
        self.counts: dict[str, Counted] = {}
        self.dropped: list[Dropped] = []
        self._progress = progress
        self._keeps = Filter(recipe.keep, KINDS) if recipe.keep.strip() else None
        self._candidates = [
            _Candidate(log, entry, short_name(entry.env_id))
            for log in map(Index, folders)
            for entry in _entries(log)
        ]
        if not self._candidates:
            raise DataError(
                f"No episodes at {', '.join(map(str, folders))}. `agentgym rollout … --out DIR` writes some."
            )

    def __iter__(self) -> Iterator[Row]:
        self._count_played()
        chosen = self._capped(self._different(self._best(self._unique(self._readable(self._filtered())))))
        order = {id(c): i for i, c in enumerate(self._candidates)}
        numbers: Counter[str] = Counter()
        tasks = {(c.env, c.task) for c in chosen}
        for env, counted in self.counts.items():
            counted.kept_tasks = sum(1 for e, _ in tasks if e == env)
        for done, candidate in enumerate(sorted(chosen, key=lambda c: order[id(c)])):
            self._progress("writing", done, len(chosen))
            for row in self._rows(candidate):
                name = candidate.env.lower()
                row.id = f"{name}_{numbers[name]}"
                numbers[name] += 1
                self._count(candidate.env, row)
                yield row
            self.counts[candidate.env].kept += 1

    def _count_played(self) -> None:
        tasks: dict[str, set[Task]] = {}
        self.counts = {}
        self.dropped.clear()
        for candidate in self._candidates:
            self.counts.setdefault(candidate.env, Counted()).episodes += 1
            tasks.setdefault(candidate.env, set()).add(candidate.task)
        for env, played in tasks.items():
            self.counts[env].tasks = len(played)

    def _count(self, env: str, row: Row) -> None:
        counted, source = self.counts[env], row.source
        assert source is not None
        counted.rows += 1
        counted.turns += len(row.trained)
        counted.thoughts += source.thoughts
        counted.inexact += not source.exact

    def _drop(self, candidate: _Candidate, reason: Reason) -> None:
        dropped = self.counts[candidate.env].dropped
        dropped[reason.value] = dropped.get(reason.value, 0) + 1
        entry = candidate.entry
        self.dropped.append(
            Dropped(
                reason=reason.value,
                episode=entry.key,
                run=str(candidate.log.folder),
                env_id=entry.env_id,
                task_id=entry.task_id,
                split=entry.split,
                answered=entry.model or entry.policy,
                status=entry.status,
                reward=entry.score(),
                steps=entry.steps,
            )
        )

    def _filtered(self) -> Iterator[_Candidate]:
        for candidate in self._candidates:
            entry = candidate.entry
            if entry.ending is Ending.FAILED:
                self._drop(candidate, Reason.FAILED)
            elif self._keeps is None or self._keeps(fields_of(entry)):
                yield candidate
            else:
                unscored = entry.ending is Ending.UNSCORED
                self._drop(candidate, Reason.UNSCORED if unscored else Reason.FILTER)

    def _readable(self, candidates: Iterator[_Candidate]) -> list[_Candidate]:
        passed, kept = list(candidates), []
        for done, candidate in enumerate(passed):
            self._progress("reading", done, len(passed))
            episode = candidate.log.episode(candidate.entry)
            if not episode.views:
                self._drop(candidate, Reason.UNKNOWN)
                continue
            rows = self._rows(candidate, episode)
            if not rows:
                self._drop(candidate, Reason.UNTRAINABLE)
                continue
            candidate.exact = exact_key(rows)
            kept.append(candidate)
        return kept

    def _unique(self, candidates: Sequence[_Candidate]) -> list[_Candidate]:
        if not self.recipe.exact:
            return list(candidates)
        seen: set[str] = set()
        kept = []
        for candidate in candidates:
            if candidate.exact in seen:
                self._drop(candidate, Reason.EXACT)
            else:
                seen.add(candidate.exact)
                kept.append(candidate)
        return kept

    def _best(self, candidates: Sequence[_Candidate]) -> list[_Candidate]:
        if self.recipe.best is None:
            return list(candidates)
        by_task: dict[Task, list[_Candidate]] = {}
        for candidate in candidates:
            by_task.setdefault(candidate.task, []).append(candidate)
        kept = []
        for attempts in by_task.values():
            attempts.sort(key=lambda c: c.rank)
            kept += attempts[: self.recipe.best]
            for candidate in attempts[self.recipe.best :]:
                self._drop(candidate, Reason.BEST)
        return kept

    def _different(self, candidates: Sequence[_Candidate]) -> list[_Candidate]:
        if self.recipe.near is None:
            return list(candidates)
        seen = NearDuplicates(self.recipe.near)
        kept = []
        for done, candidate in enumerate(sorted(candidates, key=lambda c: c.rank)):
            self._progress("comparing", done, len(candidates))
            if seen.add(candidate.env, shingles(self._rows(candidate))):
                self._drop(candidate, Reason.NEAR)
            else:
                kept.append(candidate)
        return kept

    def _capped(self, candidates: Sequence[_Candidate]) -> list[_Candidate]:
        kept: list[_Candidate] = []
        for env in dict.fromkeys(c.env for c in candidates):
            own = [c for c in candidates if c.env == env]
            cap = self.recipe.cap(env)
            if cap is None or len(own) <= cap:
                kept += own
                continue
            chosen = self._balanced(own)
            kept += chosen[:cap]
            for candidate in chosen[cap:]:
                self._drop(candidate, Reason.CAP)
        return kept

    def _balanced(self, candidates: Sequence[_Candidate]) -> list[_Candidate]:
        """Return them drawn by turns from each kind of task, within a kind in an order that the seed gives."""
        kinds: dict[str, list[_Candidate]] = {}
        for candidate in sorted(candidates, key=lambda c: _lot(self.recipe.seed, c.entry.key)):
            kinds.setdefault(candidate.entry.task_kind, []).append(candidate)
        turns = zip_longest(*(kinds[k] for k in sorted(kinds)))
        return [c for c in chain.from_iterable(turns) if c is not None]

    def _rows(self, candidate: _Candidate, episode: Episode | None = None) -> list[Row]:
        return rows_of(
            episode or candidate.log.episode(candidate.entry),
            reward=candidate.entry.score(),
            strip_demonstration=self.recipe.strips(candidate.env),
        )


def _entries(log: Index) -> list[Entry]:
    log.refresh()
    return list(settled(log.entries))


def _lot(seed: int, key: str) -> bytes:
    return hashlib.sha256(f"{seed}:{key}".encode()).digest()
