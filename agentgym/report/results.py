"""The results of runs: scores by environment, policy and task, gathered from logs.

A failure of the machinery is never a score: it is counted apart. Scores are fractions here, percent in tables.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from agentgym.benchmarks.published import Published
from agentgym.benchmarks.published import load as load_published
from agentgym.benchmarks.suite import Suite, SuiteTask
from agentgym.engine.cost import Prices
from agentgym.errors import DataError
from agentgym.report import statistics
from agentgym.trajectory.index import Entry, Index, settled


class Row:
    """One episode of the results: its entry, where its log is, and its score by the suite's metric.

    Attributes:
        folder: the folder that was given to :func:`collect`.
        label: the policy's name in tables.
        score: fraction, ``None`` for a failure of the machinery.
        cost: US dollars, ``None`` if unknown.
    """

    __slots__ = ("cost", "entry", "folder", "label", "score")

    def __init__(self, folder: Path, entry: Entry, score: float | None, cost: float | None) -> None:
        self.folder = folder
        self.entry = entry
        self.label = entry.policy
        self.score = score
        self.cost = cost


class Cell:
    """The episodes of one policy on one environment."""

    def __init__(self, task: SuiteTask, label: str, rows: Sequence[Row]) -> None:
        self.task = task
        self.label = label
        self.rows = list(rows)
        self.scored = [r for r in self.rows if r.score is not None]
        self.failed = len(self.rows) - len(self.scored)

    @cached_property
    def by_task(self) -> dict[str, list[float]]:
        """Scores of each task, one an episode."""
        scores: dict[str, list[float]] = {}
        for row in self.scored:
            assert row.score is not None
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
            wins.setdefault(row.entry.task_id, []).append((row.entry.reward or 0.0) >= 1.0)
        return float(np.mean([chance(sum(w), len(w), k) for w in wins.values()]))


class Results:
    """All cells of an evaluation.

    Attributes:
        suite: the suite whose metrics and weights count.
        envs: the suite's environments that have episodes, in its order, then any others.
        labels: the policies, in the order of their first episode.
    """

    def __init__(
        self,
        suite: Suite,
        rows: Sequence[Row],
        *,
        published: Published | None = None,
        order: Sequence[str] = (),
    ) -> None:
        self.suite = suite
        self.published = published if published is not None else load_published(suite.published)
        present = dict.fromkeys(r.entry.env_id for r in rows)
        known = {t.env: t for t in suite.tasks}
        self.envs = [e for e in known if e in present] + [e for e in present if e not in known]
        labels = list(dict.fromkeys(r.label for r in rows))
        self.labels = [x for x in order if x in labels] + [x for x in labels if x not in order]
        self.rows = list(rows)
        grouped: dict[tuple[str, str], list[Row]] = {}
        for row in rows:
            grouped.setdefault((row.entry.env_id, row.label), []).append(row)
        self.cells = {
            (env, label): Cell(known.get(env) or _unlisted(env, self.published), label, found)
            for (env, label), found in grouped.items()
        }

    def cell(self, env: str, label: str) -> Cell | None:
        """Return the cell of an environment and a policy, ``None`` where nothing was played."""
        return self.cells.get((env, label))

    def overall(self, label: str) -> Overall | None:
        """Return the paper's overall score over the suite's environments; ``None`` where none is scored."""
        return self._overall(label, [t for t in self.suite.tasks if t.weight])

    def group_overall(self, label: str, group: str) -> Overall | None:
        """Return the overall score over the environments of a group (``held-in``, ``held-out``, ``general``)."""
        tasks = [t for t in self.published.tasks if t.group == group]
        return self._overall(label, [SuiteTask(t.env, metric=t.metric, weight=t.weight) for t in tasks])

    def _overall(self, label: str, tasks: Sequence[SuiteTask]) -> Overall | None:
        parts: list[tuple[Cell, float]] = []
        for task in tasks:
            cell = self.cell(task.env, label)
            if cell is not None and cell.scored and task.weight:
                parts.append((cell, task.weight))
        if not parts:
            return None
        known = [(c.score or 0.0, c.interval, 100.0 / w / len(parts)) for c, w in parts]
        value = sum(f * s for s, _, f in known)
        whole = [(s, i, f) for s, i, f in known if i is not None]
        interval = statistics.combine(whole)[1] if len(whole) == len(known) else None
        return Overall(value, interval, len(parts), len(tasks))

    @property
    def failed(self) -> int:
        """Episodes that the machinery failed."""
        return sum(c.failed for c in self.cells.values())

    @property
    def episodes(self) -> int:
        """All episodes, failures included."""
        return len(self.rows)


class Overall:
    """An overall score: mean of score / weight, its interval, and of how many environments it is made."""

    def __init__(self, value: float, interval: statistics.Interval | None, tasks: int, of: int) -> None:
        self.value = value
        self.interval = interval
        self.tasks = tasks
        self.of = of


def collect(
    folders: Sequence[str | os.PathLike[str]],
    suite: Suite,
    *,
    prices: Prices,
    keys: Iterable[str] | None = None,
    order: Sequence[str] = (),
) -> Results:
    """Gather the results below ``folders``.

    Args:
        folders: run folders, or folders of run folders.
        suite: metrics and weights; other environments count by reward, without a weight.
        prices: for episodes whose server reported no cost.
        keys: only these episodes.
        order: policies to put first.

    Raises:
        DataError: no episode there.
    """
    wanted = None if keys is None else frozenset(keys)
    metrics = {t.env: t.metric for t in suite.tasks}
    rows: list[Row] = []
    for folder in map(Path, folders):
        index = Index(folder)
        index.refresh()
        for entry in settled(index.entries):
            if wanted is not None and entry.key not in wanted:
                continue
            rows.append(
                Row(
                    folder,
                    entry,
                    score_of(entry, metrics.get(entry.env_id, "reward")),
                    cost_of(entry, prices),
                )
            )
    if not rows and wanted is None:
        named = ", ".join(str(f) for f in folders)
        raise DataError(
            f"No episodes in {named}: `agentgym eval … --out DIR` or `agentgym rollout` writes some."
        )
    _label(rows)
    return Results(suite, rows, order=order)


def score_of(entry: Entry, metric: str) -> float | None:
    """Return the score of an episode by a metric, ``None`` for a failure of the machinery."""
    if entry.reward is None:
        return None
    return float(entry.reward >= 1.0) if metric == "success" else entry.reward


def cost_of(entry: Entry, prices: Prices) -> float | None:
    """Return what an episode cost: as the server said, else by the price table, else ``None``."""
    if entry.cost is not None:
        return entry.cost
    return prices.cost(entry.model, entry.prompt_tokens, entry.completion_tokens)


def _label(rows: Sequence[Row]) -> None:
    """Name the policies apart where one was played in several folders or by several profiles."""
    folders: dict[str, set[Path]] = {}
    profiles: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        folders.setdefault(row.entry.policy, set()).add(row.folder)
        if row.entry.profile:  # a failure before the first turn knows no profile
            profiles.setdefault((row.entry.policy, row.entry.env_id), set()).add(row.entry.profile)
    several = {policy for (policy, _), found in profiles.items() if len(found) > 1}
    for row in rows:
        if row.entry.policy in several:
            row.label += f" [{row.entry.profile or '?'}]"
        if len(folders[row.entry.policy]) > 1:
            row.label += f" ({row.folder.name})"


def _unlisted(env: str, published: Published) -> SuiteTask:
    known = next((t for t in published.tasks if t.env == env), None)
    return SuiteTask(env, metric=known.metric if known is not None else "reward")


def _mean(values: Iterable[float]) -> float | None:
    found = list(values)
    return sum(found) / len(found) if found else None
