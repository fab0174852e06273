"""The statistics, against scipy and statsmodels on random data."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from statsmodels.api import OLS
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from agentgym.report import statistics


@pytest.mark.parametrize("seed", range(5))
def test_the_clustered_standard_error_is_statsmodels(seed: int) -> None:
    rng = np.random.default_rng(seed)
    clusters = [list(rng.random(rng.integers(1, 6))) for _ in range(30)]
    flat = np.concatenate(clusters)
    groups = np.repeat(np.arange(30), [len(c) for c in clusters])
    fit = OLS(flat, np.ones_like(flat)).fit(cov_type="cluster", cov_kwds={"groups": groups})
    assert statistics.cluster_mean(clusters) == pytest.approx(fit.params[0])
    # statsmodels' correction is G/(G-1) · (N-1)/(N-1): the same with one regressor.
    assert statistics.clustered_stderr(clusters) == pytest.approx(fit.bse[0])


def test_with_one_episode_a_task_it_is_the_plain_standard_error() -> None:
    values = np.random.default_rng(1).random(40)
    assert statistics.clustered_stderr([[v] for v in values]) == pytest.approx(stats.sem(values))
    assert statistics.clustered_stderr([[1.0]]) is None


@pytest.mark.parametrize(("wins", "n"), [(0, 20), (20, 20), (7, 50), (150, 300), (1, 2)])
def test_wilson_is_statsmodels(wins: int, n: int) -> None:
    assert statistics.wilson(wins, n) == pytest.approx(
        proportion_confint(wins, n, method="wilson"), abs=1e-12
    )


@pytest.mark.parametrize(("b", "c"), [(0, 0), (1, 0), (5, 5), (12, 3), (80, 51), (700, 640)])
def test_mcnemar_is_statsmodels_and_a_binomial_test(b: int, c: int) -> None:
    p = statistics.mcnemar(b, c)
    assert p == pytest.approx(mcnemar([[3, b], [c, 5]], exact=True).pvalue if b + c else 1.0)
    if b + c:
        assert p == pytest.approx(stats.binomtest(min(b, c), b + c).pvalue)


@pytest.mark.parametrize("seed", range(3))
def test_holm_is_statsmodels(seed: int) -> None:
    p = np.random.default_rng(seed).random(12) ** 3
    assert statistics.holm(list(p)) == pytest.approx(multipletests(p, method="holm")[1])
    assert statistics.holm([]) == []


def test_the_bootstrap_interval_is_scipys_and_the_same_every_time() -> None:
    values = np.random.default_rng(3).random(60)
    ours = statistics.interval([[v] for v in values])
    theirs = stats.bootstrap(
        (values,), np.mean, method="percentile", rng=np.random.default_rng(0)
    ).confidence_interval
    assert ours is not None and ours == pytest.approx((theirs.low, theirs.high), abs=0.005)
    assert ours == statistics.interval([[v] for v in values])
    assert ours == pytest.approx(stats.t.interval(0.95, 59, values.mean(), stats.sem(values)), abs=0.01)


def test_the_paired_bootstrap_agrees_with_the_t_test_on_normal_differences() -> None:
    for seed in range(8):
        differences = np.random.default_rng(seed).normal(0.05, 0.3, 150)
        expected = stats.ttest_1samp(differences, 0).pvalue
        assert statistics.paired_bootstrap(differences) == pytest.approx(expected, abs=0.02)
    assert statistics.paired_bootstrap(np.zeros(9)) == 1.0


@pytest.mark.parametrize(("wins", "n", "k"), [(0, 5, 3), (5, 5, 5), (2, 6, 3), (3, 8, 1)])
def test_pass_at_k_and_pass_hat_k_count_the_draws(wins: int, n: int, k: int) -> None:
    from itertools import combinations

    draws = list(combinations([1] * wins + [0] * (n - wins), k))
    assert statistics.pass_at_k(wins, n, k) == pytest.approx(np.mean([any(d) for d in draws]))
    assert statistics.pass_hat_k(wins, n, k) == pytest.approx(np.mean([all(d) for d in draws]))
    with pytest.raises(ValueError, match="between 1 and the number of trials"):
        statistics.pass_at_k(wins, n, n + 1)


def test_the_combined_interval_covers_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(5)
    truth = (0.8, 0.5, 0.97)
    factors = (5.0, 3.0, 8.0)
    target = sum(t * f for t, f in zip(truth, factors, strict=True))
    covered = 0
    for _ in range(1000):
        wins = [int(rng.binomial(50, t)) for t in truth]
        parts = [(w / 50, statistics.wilson(w, 50), f) for w, f in zip(wins, factors, strict=True)]
        low, high = statistics.combine(parts)[1]
        covered += low <= target <= high
    assert 0.93 <= covered / 1000 <= 0.98


def test_the_smallest_detectable_difference_is_found_in_four_of_five_experiments() -> None:
    rng = np.random.default_rng(9)
    size, spread = 200, 0.4
    effect = statistics.detectable(rng.normal(0, spread, size))
    assert effect is not None
    found = [stats.ttest_1samp(rng.normal(effect, spread, size), 0).pvalue < 0.05 for _ in range(500)]
    assert 0.7 <= np.mean(found) <= 0.9
    assert statistics.detectable(np.ones(5)) is None


def scores(rng: np.random.Generator, skill: np.ndarray, binary: bool) -> dict[str, list[float]]:
    drawn = (
        (rng.random(len(skill)) < skill) if binary else np.clip(skill + rng.normal(0, 0.2, len(skill)), 0, 1)
    )
    return {f"t{i}": [float(x)] for i, x in enumerate(drawn)}


@pytest.mark.parametrize("binary", [True, False])
def test_four_policies_of_known_truth_false_positives_are_as_many_as_nominal(binary: bool) -> None:
    """A and B are alike, C and D are not; the level of the test of A against B over 1,000 simulated logs."""
    rng = np.random.default_rng(20)
    # The exact test keeps below its level by the coarseness of its counts: many tasks make it fine.
    skill = rng.uniform(0.2, 0.8, 2000 if binary else 200)
    false, true = 0, 0
    resamples = 50 if binary else 1000  # The exact test needs none; the interval beside it is not looked at.
    for number in range(1000):
        a, b = scores(rng, skill, binary), scores(rng, skill, binary)
        test = statistics.compare(a, b, resamples=resamples)
        assert test is not None
        false += test.p < 0.05
        if number < 50:
            c = scores(rng, np.clip(skill + 0.15, 0, 1), binary)
            d = scores(rng, np.clip(skill - 0.15, 0, 1), binary)
            pairs = [(a, b), (a, c), (a, d), (b, c), (b, d), (c, d)]
            tests = [statistics.compare(x, y, resamples=resamples) for x, y in pairs]
            p = statistics.holm([t.p for t in tests if t is not None])
            true += all(x < 0.05 for x in p[1:])
    assert 0.04 <= false / 1000 <= 0.06
    assert true >= 45


def test_the_tasks_needed_are_those_whose_detectable_difference_is_the_effect() -> None:
    rng = np.random.default_rng(3)
    differences = rng.normal(0.1, 0.5, 200)
    count = statistics.needed(differences, 0.1)
    assert count is not None and 150 < count < 260
    spread = float(differences.std(ddof=1))
    again = rng.normal(0, 1, count)
    again = (again - again.mean()) / again.std(ddof=1) * spread
    found = statistics.detectable(again)
    assert found is not None and abs(found - 0.1) < 0.001
    assert statistics.needed(np.zeros(9), 0.1) is None and statistics.needed(differences, 0.0) is None
