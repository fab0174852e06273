"""The results of runs: scores by environment, policy and task, gathered from logs.

An episode is scored, unscored (its score is given later) or failed; the last two are no zeros and are counted apart.
The primary score is a fraction here and percent in tables.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path

import msgspec
import numpy as np

from agentgym.engine.cost import Prices, indexed
from agentgym.errors import DataError, unknown_name
from agentgym.report import statistics
from agentgym.report.labels import labels
from agentgym.report.overall import Overall, Part, overall
from agentgym.report.published import NOTHING, Published
from agentgym.report.suite import SUCCESS, Suite
from agentgym.status import Ending
from agentgym.trajectory.index import Entry, Index, settled
from agentgym.trajectory.scores import PRIMARY


class Row(msgspec.Struct, frozen=True):
    """One episode of the results.

    Attributes:
        folder: the folder that was given to :func:`collect`.
        entry: what the index knows of it.
        label: the policy's name in tables.
        value: the score that the report is of, as it was given; ``None`` if the episode has none.
        score: the same by the suite's metric.
        cost: US dollars, ``None`` if unknown.
    """

    folder: Path
    entry: Entry
    label: str
    value: float | None
    score: float | None
    cost: float | None

    @property
    def ending(self) -> Ending:
        """Whether it is scored, unscored by the score that the report is of, or failed."""
        if self.entry.ending is Ending.FAILED:
            return Ending.FAILED
        return Ending.UNSCORED if self.value is None else Ending.SCORED


class Cell:
    """The episodes of one policy on one environment.

    Attributes:
        metric: what the score is: ``reward``, ``success``, or the name of another score.
        label: name of the policy.
        scored: the episodes that have the score.
        unscored: how many have ended well without it.
        failed: how many the machinery failed.
    """

    def __init__(self, metric: str, label: str, rows: Sequence[Row]) -> None:
        self.metric = metric
        self.label = label
        self.rows = list(rows)
        self.scored = [r for r in self.rows if r.ending is Ending.SCORED]
        self.unscored = sum(r.ending is Ending.UNSCORED for r in self.rows)
        self.failed = sum(r.ending is Ending.FAILED for r in self.rows)

    @cached_property
    def by_task(self) -> dict[str, list[float]]:
        """Scores of each task, one an episode."""
        scores: dict[str, list[float]] = {}
        for row in self.scored:
            if row.score is not None:
                scores.setdefault(row.entry.task_id, []).append(row.score)
        return scores

    @property
    def score(self) -> float | None:
        """Mean score over the episodes, ``None`` if there is none."""
        return statistics.cluster_mean(list(self.by_task.values())) if self.scored else None

    @cached_property
    def stderr(self) -> float | None:
        """Standard error of the score, clustered by task."""
        return statistics.clustered_stderr(list(self.by_task.values())) if self.scored else None

    @cached_property
    def interval(self) -> statistics.Interval | None:
        """95 % interval of the score."""
        return statistics.interval(list(self.by_task.values())) if self.scored else None

    @property
    def repeats(self) -> int:
        """Episodes of the task that has fewest."""
        return min((len(s) for s in self.by_task.values()), default=0)

    def pass_at(self, k: int) -> float:
        """Mean pass@k over tasks: at least one of k episodes has reward 1."""
        return self._over_tasks(statistics.pass_at_k, k)

    def pass_hat(self, k: int) -> float:
        """Mean pass^k over tasks: all of k episodes have reward 1."""
        return self._over_tasks(statistics.pass_hat_k, k)

    @cached_property
    def statuses(self) -> Counter[str]:
        """Episodes by status, failures included."""
        return Counter(r.entry.status for r in self.rows)

    @cached_property
    def categories(self) -> dict[str, float]:
        """Share of the scored episodes in each error category."""
        counts = Counter(c for r in self.scored for c in r.entry.categories)
        return {name: n / len(self.scored) for name, n in counts.items()}

    @property
    def mean_steps(self) -> float | None:
        """Mean turns of the scored episodes."""
        return _mean(float(r.entry.steps) for r in self.scored)

    @property
    def mean_tokens(self) -> float | None:
        """Mean tokens (prompt and completion) of the scored episodes; ``None`` where nobody counted."""
        tokens = [float(r.entry.prompt_tokens + r.entry.completion_tokens) for r in self.scored]
        return _mean(tokens) if any(tokens) else None

    @property
    def cost(self) -> float | None:
        """Cost of all episodes in US dollars, failures included; ``None`` if no price is known."""
        costs = [r.cost for r in self.rows if r.cost is not None]
        return sum(costs) if costs else None

    @property
    def tokens(self) -> int:
        """Tokens of all episodes, failures included."""
        return sum(r.entry.prompt_tokens + r.entry.completion_tokens for r in self.rows)

    def _over_tasks(self, chance: Callable[[int, int, int], float], k: int) -> float:
        wins: dict[str, list[bool]] = {}
        for row in self.scored:
            wins.setdefault(row.entry.task_id, []).append((row.value or 0.0) >= 1.0)
        return float(np.mean([chance(sum(w), len(w), k) for w in wins.values()]))


class Results:
    """All cells of an evaluation.

    Attributes:
        suite: the suite whose metrics and weights count.
        published: numbers to compare with.
        score: name of the score that they are of.
        envs: the suite's environments that have episodes, in its order, then any others.
        labels: the policies, in the order of their first episode.
    """

    def __init__(
        self,
        suite: Suite,
        rows: Sequence[Row],
        *,
        published: Published = NOTHING,
        score: str = PRIMARY,
        order: Sequence[str] = (),
    ) -> None:
        self.suite = suite
        self.published = published
        self.score = score
        self.rows = list(rows)
        present = dict.fromkeys(r.entry.env_id for r in rows)
        known = [e.env for e in suite.environments]
        self.envs = [e for e in known if e in present] + [e for e in present if e not in known]
        # Sorting is stable: policies that are not in the order, and several of one name, stay as they come.
        places = {name: place for place, name in enumerate(order)}
        first = sorted(rows, key=lambda r: places.get(r.entry.policy, len(places))) if places else rows
        self.labels = list(dict.fromkeys(r.label for r in first))
        grouped: dict[tuple[str, str], list[Row]] = {}
        for row in rows:
            grouped.setdefault((row.entry.env_id, row.label), []).append(row)
        self.cells = {
            (env, name): Cell(metric_of(env, suite, published, score), name, found)
            for (env, name), found in grouped.items()
        }

    @property
    def primary(self) -> bool:
        """Whether the score is the primary one, which has metrics, weights and published numbers."""
        return self.score == PRIMARY

    def cell(self, env: str, label: str) -> Cell | None:
        """Return the cell of an environment and a policy, ``None`` where nothing was played."""
        return self.cells.get((env, label))

    def overall(self, label: str) -> Overall | None:
        """Return the paper's overall score over the suite's environments; ``None`` where none is scored."""
        return self._overall(label, self.weights())

    def weights(self) -> dict[str, float]:
        """Return the weights of the suite's environments that have one, in percent."""
        return {e.env: e.weight for e in self.suite.environments if e.weight is not None}

    def groups(self) -> list[str]:
        """Return the groups that the suite spans, in its order, each of which has an overall; ``[""]`` if only one."""
        found = dict.fromkeys(self.published.group(e.env) or "" for e in self.suite.environments)
        named = [group for group in found if group]
        return named if len(named) > 1 else [""]

    def group_overall(self, label: str, group: str) -> Overall | None:
        """Return the overall score over the environments of a group (``held-in``, ``held-out``, ``general``)."""
        return self._overall(
            label, {e.env: e.weight for e in self.published.environments if e.group == group}
        )

    def _overall(self, label: str, weights: dict[str, float]) -> Overall | None:
        if not self.primary:
            return None
        parts = []
        for env, weight in weights.items():
            cell = self.cell(env, label)
            if cell is not None and cell.score is not None:
                parts.append(Part(cell.score, weight, cell.interval))
        return overall(parts, of=len(weights))

    @property
    def failed(self) -> int:
        """Episodes that the machinery failed."""
        return sum(c.failed for c in self.cells.values())

    @property
    def unscored(self) -> int:
        """Episodes that have ended well and do not have the score."""
        return sum(c.unscored for c in self.cells.values())

    @property
    def episodes(self) -> int:
        """All episodes, failures included."""
        return len(self.rows)


def collect(
    folders: Sequence[str | os.PathLike[str]],
    suite: Suite,
    *,
    prices: Prices,
    published: Published = NOTHING,
    score: str = PRIMARY,
    keys: Iterable[str] | None = None,
    order: Sequence[str] = (),
) -> Results:
    """Gather the results below ``folders``.

    Args:
        folders: run folders, or folders of run folders.
        suite: metrics and weights; other environments count by reward, without a weight.
        prices: for episodes whose server reported no cost.
        published: numbers to compare with.
        score: the score to report: the primary one (``reward``), a metric of the environments, or a later score.
        keys: only these episodes.
        order: names of policies to put first.

    Raises:
        DataError: no episode there.
        UnknownNameError: no episode has that score; the nearest name is suggested.
    """
    wanted = None if keys is None else frozenset(keys)
    found = [
        (folder, entry)
        for folder in map(Path, folders)
        for entry in settled(_entries(folder))
        if wanted is None or entry.key in wanted
    ]
    if not found and wanted is None:
        named = ", ".join(str(f) for f in folders)
        raise DataError(
            f"No episodes in {named}: `agentgym eval … --out DIR` or `agentgym rollout` writes some."
        )
    if found and score != PRIMARY and all(entry.score(score) is None for _, entry in found):
        known = {name for _, entry in found for name in (*entry.metrics, *entry.later)}
        raise unknown_name("score", score, [PRIMARY, *sorted(known - {PRIMARY})])
    name = labels(found)
    rows = []
    for folder, entry in found:
        value = None if entry.ending is Ending.FAILED else entry.score(score)
        metric = metric_of(entry.env_id, suite, published, score)
        counted = float(value >= 1.0) if value is not None and metric == SUCCESS else value
        rows.append(Row(folder, entry, name(folder, entry), value, counted, indexed(entry, prices)))
    return Results(suite, rows, published=published, score=score, order=order)


def metric_of(env: str, suite: Suite, published: Published, score: str = PRIMARY) -> str:
    """Return what an environment is judged by: the suite's metric, else the published numbers', else the reward."""
    if score != PRIMARY:
        return f"score {score}"
    listed = next((e for e in suite.environments if e.env == env), None) or published.of(env)
    return listed.metric if listed is not None else PRIMARY


def _entries(folder: Path) -> list[Entry]:
    index = Index(folder)
    index.refresh()
    return index.entries


def _mean(values: Iterable[float]) -> float | None:
    found = list(values)
    return sum(found) / len(found) if found else None
