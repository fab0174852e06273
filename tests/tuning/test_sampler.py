"""The stream of draws: its shares, its passes, and that a position is its whole state."""

from __future__ import annotations

import random

import msgspec
import pytest
from scipy.stats import chisquare

from agentgym.errors import OptionError
from agentgym.tuning.config import DataSource, TuneConfig
from agentgym.tuning.sampler import Sampler, probabilities


def test_draws_fit_the_probabilities() -> None:
    shares = [0.2, 0.16, 0.64]
    sampler = Sampler(shares, [7, 30, 100], seed=3)
    draws = sampler.take(64 * 1000)  # 1,000 steps of 64
    found = [sum(d.source == s for d in draws) for s in range(3)]
    assert chisquare(found, [p * len(draws) for p in shares]).pvalue > 0.001
    assert abs(found[0] / len(draws) - 0.2) < 0.005
    assert found == sampler.counts
    # Blocks are independent of one another too: the agent's share of each step has the binomial's spread.
    steps = [sum(d.source == 0 for d in draws[i : i + 64]) for i in range(0, len(draws), 64)]
    mean = sum(steps) / len(steps)
    assert sum((x - mean) ** 2 for x in steps) / len(steps) == pytest.approx(64 * 0.2 * 0.8, rel=0.15)


def test_other_seeds_draw_otherwise() -> None:
    taken = [[(d.source, d.row) for d in Sampler([0.5, 0.5], [50, 50], seed).take(200)] for seed in (0, 1)]
    assert taken[0] != taken[1]
    assert taken[0] == [(d.source, d.row) for d in Sampler([0.5, 0.5], [50, 50], 0).take(200)]


def test_every_pass_sees_every_row_once_in_another_order() -> None:
    rows = [d.row for d in Sampler([1.0], [13], seed=5).take(13 * 4)]
    passes = [rows[i : i + 13] for i in range(0, 52, 13)]
    assert all(sorted(p) == list(range(13)) for p in passes)
    assert len({tuple(p) for p in passes}) == 4


def test_a_position_is_the_whole_state() -> None:
    """Also in the middle of a block, at its end, and at the end of a pass."""
    shares, rows = [0.3, 0.7], [5, 11]
    whole = Sampler(shares, rows, seed=9).take(9000)
    draw = random.Random(0)
    for position in [0, 1, 4095, 4096, 4097, 8192, *(draw.randrange(8900) for _ in range(20))]:
        gone_on = Sampler(shares, rows, seed=9, position=position)
        assert gone_on.take(50) == whole[position : position + 50]


def test_probabilities_follow_eta_and_weights() -> None:
    config = TuneConfig(
        agent=[DataSource(path="a"), DataSource(path="b")],
        general=[DataSource(path="gpt4", weight=1), DataSource(path="gpt35", weight=4)],
        eta=0.2,
    )
    # Without weights a group draws its rows alike.
    assert probabilities(config, [[30, 10], [5, 1000]]) == pytest.approx([0.15, 0.05, 0.16, 0.64])


def test_proportional_draws_every_row_alike() -> None:
    config = TuneConfig(agent=[DataSource(path="a")], general=[DataSource(path="g")], mix="proportional")
    shares = probabilities(config, [[1866], [60766]])
    assert shares == pytest.approx([1866 / 62632, 60766 / 62632])


def test_an_empty_source_is_named() -> None:
    config = TuneConfig(agent=[DataSource(path="data/none")], general=[DataSource(path="g")])
    with pytest.raises(OptionError, match=r"agent\[0\] \(data/none\) is empty.*raise length"):
        probabilities(config, [[0], [5]])


def test_eta_at_its_ends() -> None:
    config = TuneConfig(agent=[DataSource(path="a")], general=[DataSource(path="g")], eta=1.0)
    shares = probabilities(config, [[3], [4]])
    assert {d.source for d in Sampler(shares, [3, 4], 0).take(500)} == {0}
    shares = probabilities(msgspec.structs.replace(config, eta=0.0), [[3], [4]])
    assert {d.source for d in Sampler(shares, [3, 4], 0).take(500)} == {1}
