"""The statistics of an evaluation: errors of means, intervals, pass@k, paired tests.

Tasks are the clusters: repeats of a task are not independent, so a standard error is that of the task means
(Miller 2024, "Adding Error Bars to Evals", arXiv 2411.00640). Every resampling takes a seed and gives the same
answer each time. Rewards are in [0, 1]; all functions take and return plain fractions, not percent.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RESAMPLES = 10_000
"""Bootstrap resamples unless told otherwise."""


class Interval(NamedTuple):
    """A two-sided interval."""

    low: float
    high: float


class PairedTest(NamedTuple):
    """A comparison of two policies on the same tasks.

    Attributes:
        difference: mean of first minus second, over tasks.
        interval: 95 % bootstrap interval of the difference.
        p: two-sided p-value.
        tasks: tasks that both have a score on.
        method: ``exact McNemar`` or ``paired bootstrap``.
        detectable: smallest true difference that this many tasks find in 80 % of experiments at the 5 % level.
        effect: difference in standard deviations of the paired differences (Cohen's d_z), ``None`` if they do not vary.
        needed: tasks with which a true difference of this size would be found in 80 % of experiments.
    """

    difference: float
    interval: Interval
    p: float
    tasks: int
    method: str
    detectable: float | None
    effect: float | None = None
    needed: int | None = None


def cluster_mean(clusters: Sequence[Sequence[float]]) -> float:
    """Return the mean over all episodes of all tasks (each episode counts the same)."""
    return float(np.concatenate([np.asarray(c, float) for c in clusters]).mean())


def clustered_stderr(clusters: Sequence[Sequence[float]]) -> float | None:
    """Return the cluster-robust standard error of :func:`cluster_mean`; ``None`` below two tasks.

    The sandwich estimator with the usual correction G / (G - 1); with one episode a task it is the standard
    error of a mean.
    """
    groups = len(clusters)
    if groups < 2:
        return None
    mean = cluster_mean(clusters)
    total = sum(len(c) for c in clusters)
    squares = sum(float(np.sum(np.asarray(c, float) - mean)) ** 2 for c in clusters)
    return math.sqrt(squares * groups / (groups - 1)) / total


def bootstrap_means(
    clusters: Sequence[Sequence[float]], *, resamples: int = RESAMPLES, seed: int = 0
) -> Floats:
    """Return the means of ``resamples`` resamples of the tasks, shape ``[resamples]``."""
    sums = np.array([np.sum(c) for c in clusters], float)
    counts = np.array([len(c) for c in clusters], float)
    weights = _resample(len(clusters), resamples, seed)
    return np.asarray((weights @ sums) / (weights @ counts))


def interval(
    clusters: Sequence[Sequence[float]],
    *,
    confidence: float = 0.95,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Interval | None:
    """Return a confidence interval of the mean; ``None`` below two tasks.

    Single outcomes of 0 or 1 get Wilson's interval, which stays honest at 0 % and 100 %; anything else the
    percentile bootstrap over tasks.
    """
    if len(clusters) < 2:
        return None
    flat = [x for c in clusters for x in c]
    if len(flat) == len(clusters) and all(x in (0.0, 1.0) for x in flat):
        return wilson(int(sum(flat)), len(flat), confidence=confidence)
    return percentile(bootstrap_means(clusters, resamples=resamples, seed=seed), confidence=confidence)


def combine(parts: Sequence[tuple[float, Interval, float]]) -> tuple[float, Interval]:
    """Return the sum of ``factor * score`` over independent scores, with its interval.

    The interval is put together from the parts' own (MOVER: Zou and Donner 2008), so it stays honest where a
    part is 0 % or 100 % and a bootstrap would see no spread.

    Args:
        parts: score, its interval, and a positive factor.
    """
    value = sum(f * s for s, _, f in parts)
    below = math.sqrt(sum((f * (s - i.low)) ** 2 for s, i, f in parts))
    above = math.sqrt(sum((f * (i.high - s)) ** 2 for s, i, f in parts))
    return value, Interval(value - below, value + above)


def percentile(draws: Floats, *, confidence: float = 0.95) -> Interval:
    """Return the percentile interval of bootstrap draws."""
    tail = (1.0 - confidence) / 2.0
    low, high = np.quantile(draws, [tail, 1.0 - tail])
    return Interval(float(low), float(high))


def wilson(successes: int, trials: int, *, confidence: float = 0.95) -> Interval:
    """Return Wilson's score interval of a share (Wilson 1927)."""
    z = NormalDist().inv_cdf(0.5 + confidence / 2.0)
    share, z2 = successes / trials, z * z
    centre = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    half = z * math.sqrt(share * (1 - share) / trials + z2 / (4 * trials * trials)) / (1 + z2 / trials)
    # Rounding would leave 1e-17 beside an exact 0 or 1.
    low = 0.0 if successes == 0 else centre - half
    return Interval(low, 1.0 if successes == trials else centre + half)


def pass_at_k(successes: int, trials: int, k: int) -> float:
    """Return the unbiased chance that at least one of ``k`` trials succeeds (Chen et al. 2021)."""
    _check_k(trials, k)
    return 1.0 - math.comb(trials - successes, k) / math.comb(trials, k)


def pass_hat_k(successes: int, trials: int, k: int) -> float:
    """Return the unbiased chance that all of ``k`` trials succeed: pass^k (tau-bench, arXiv 2406.12045)."""
    _check_k(trials, k)
    return math.comb(successes, k) / math.comb(trials, k)


def mcnemar(only_first: int, only_second: int) -> float:
    """Return the exact two-sided p-value of McNemar's test from the two discordant counts."""
    n, k = only_first + only_second, min(only_first, only_second)
    if n == 0:
        return 1.0
    term = tail = 1  # n over 0, and the sum of n over i up to k
    for i in range(k):
        term = term * (n - i) // (i + 1)
        tail += term
    return min(1.0, 2 * tail / (1 << n))


def paired_bootstrap(differences: Floats, *, resamples: int = RESAMPLES, seed: int = 0) -> float:
    """Return the two-sided p-value that the mean of paired differences is 0.

    The bootstrap of the studentised mean (Efron and Tibshirani 1993, section 16.4): resamples of the centred
    differences, their t compared with ours. It keeps its level where the plain percentile method is too eager.
    """
    n = len(differences)
    mean, spread = float(differences.mean()), float(differences.std(ddof=1)) if n > 1 else 0.0
    if spread == 0.0:
        return (
            1.0 if mean == 0.0 else math.ldexp(1.0, 1 - n)
        )  # all differences are equal: a sign test is all there is
    t = abs(mean) / (spread / math.sqrt(n))
    centred = differences - mean
    weights = _resample(n, resamples, seed)
    means = weights @ centred / n
    variances = np.maximum((weights @ (centred * centred)) / n - means**2, 0.0) * n / (n - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        draws = np.where(variances > 0, np.abs(means) / np.sqrt(variances / n), np.inf)
    return float((np.count_nonzero(draws >= t) + 1) / (resamples + 1))


def compare(
    first: Mapping[str, Sequence[float]],
    second: Mapping[str, Sequence[float]],
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> PairedTest | None:
    """Compare two policies on the tasks that both were scored on; ``None`` below two such tasks.

    Args:
        first, second: scores of each task, one a repeat.

    One outcome of 0 or 1 a task is compared by the exact McNemar test, anything else (rewards, several
    repeats) by the paired bootstrap of the task means.
    """
    shared = sorted(first.keys() & second.keys())
    if len(shared) < 2:
        return None
    a, b = (np.array([_mean(scores[t]) for t in shared]) for scores in (first, second))
    difference = a - b
    single = all(len(first[t]) == len(second[t]) == 1 for t in shared)
    if single and np.isin(a, (0.0, 1.0)).all() and np.isin(b, (0.0, 1.0)).all():
        method = "exact McNemar"
        p = mcnemar(int(np.sum(difference > 0)), int(np.sum(difference < 0)))
    else:
        method = "paired bootstrap"
        p = paired_bootstrap(difference, resamples=resamples, seed=seed)
    draws = _resample(len(shared), resamples, seed) @ difference / len(shared)
    mean, spread = float(difference.mean()), float(difference.std(ddof=1))
    return PairedTest(
        mean, percentile(draws), p, len(shared), method, detectable(difference),
        mean / spread if spread > 0 else None, needed(difference, mean),
    )  # fmt: skip


def _mean(scores: Sequence[float]) -> float:
    """Return the mean; numpy's takes ten times as long for a single score, of which most tasks have one."""
    return float(scores[0]) if len(scores) == 1 else float(np.mean(scores))


def detectable(differences: Floats, *, level: float = 0.05, power: float = 0.8) -> float | None:
    """Return the smallest true mean difference that a paired test of this size finds with ``power``.

    (z(1 - level/2) + z(power)) · SE of the paired difference; ``None`` where the differences do not vary, as
    nothing is known of their spread then.
    """
    if len(differences) < 2:
        return None
    error = float(differences.std(ddof=1)) / math.sqrt(len(differences))
    normal = NormalDist()
    return (normal.inv_cdf(1 - level / 2) + normal.inv_cdf(power)) * error if error > 0 else None


def needed(differences: Floats, effect: float, *, level: float = 0.05, power: float = 0.8) -> int | None:
    """Return how many tasks a paired test needs to find a true mean difference of ``effect`` with ``power``.

    The inverse of :func:`detectable`, with the spread of these differences; ``None`` where they do not vary, or the
    effect is 0.
    """
    if len(differences) < 2 or effect == 0:
        return None
    spread = float(differences.std(ddof=1))
    normal = NormalDist()
    z = normal.inv_cdf(1 - level / 2) + normal.inv_cdf(power)
    return math.ceil((z * spread / abs(effect)) ** 2) if spread > 0 else None


def holm(p_values: Sequence[float]) -> list[float]:
    """Return the p-values corrected for many comparisons (Holm 1979), in the given order."""
    count = len(p_values)
    corrected, running = [0.0] * count, 0.0
    for rank, i in enumerate(sorted(range(count), key=lambda i: p_values[i])):
        running = max(running, min(1.0, (count - rank) * p_values[i]))
        corrected[i] = running
    return corrected


@lru_cache(maxsize=4)
def _resample(size: int, resamples: int, seed: int) -> Floats:
    """Return how often each of ``size`` items is drawn in each resample, shape ``[resamples, size]``.

    Kept, as the environments of a suite and their pairs ask for the same again.
    """
    generator = np.random.default_rng([seed, size, resamples])
    return generator.multinomial(size, np.full(size, 1.0 / size), size=resamples).astype(float)


def _check_k(trials: int, k: int) -> None:
    if not 1 <= k <= trials:
        raise ValueError(f"k must lie between 1 and the number of trials {trials}, got {k}.")
