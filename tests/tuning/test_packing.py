"""Putting samples together: what a pass holds does not depend on how."""

from __future__ import annotations

import random

import numpy as np
import pytest

from agentgym.tuning import packing
from agentgym.tuning.packing import Sample


def samples(count: int, seed: int = 0) -> list[Sample]:
    """Return samples of random lengths; the first token is never a target."""
    draw = random.Random(seed)
    found = []
    for row in range(count):
        size = draw.randint(2, 40)
        ids = np.array([draw.randrange(3, 100) for _ in range(size)], np.int32)
        trained = np.array([False, True, *(draw.random() < 0.4 for _ in range(size - 2))])
        found.append(Sample(0, row, ids, trained))
    return found


def facts(
    given: list[Sample], packed: bool, micro_batch: int, width: int = 0, norm: str = "token"
) -> list[tuple[object, ...]]:
    """Return (sample, context, target, weight) of every target, as the passes have them."""
    counts = packing.weights(given, norm)
    lengths = [len(s.ids) for s in given]
    found = packing.groups(lengths, packing=packed, micro_batch=micro_batch, length=64, bucketing=True)
    out = []
    for group in found:
        one = packing.build(given, group, counts, packed=packed, width=width)
        flat, places = one.ids.ravel(), one.positions.ravel()
        for place, target, weight, owner in zip(one.keep, one.targets, one.weights, one.owners, strict=True):
            seen = tuple(flat[place - places[place] : place + 1])
            out.append((int(owner), seen, int(target), float(weight)))
    return sorted(out)


@pytest.mark.parametrize("norm", ["token", "sample"])
def test_every_packing_holds_the_same_facts(norm: str) -> None:
    given = samples(23)
    expected = sorted(
        (i, tuple(s.ids[:t]), int(s.ids[t]), float(np.float32(packing.weights(given, norm)[i])))
        for i, s in enumerate(given)
        for t in np.flatnonzero(s.trained)
    )
    for packed, micro_batch, width in [
        (True, 1, 0),
        (True, 2, 0),
        (True, 1, 64),
        (False, 1, 0),
        (False, 8, 0),
        (False, 2, 64),
    ]:
        assert facts(given, packed, micro_batch, width, norm) == expected


def test_weights_sum_to_the_objective() -> None:
    given = samples(9)
    assert sum(
        w * s.targets for w, s in zip(packing.weights(given, "token"), given, strict=True)
    ) == pytest.approx(1)
    assert packing.weights(given, "sample")[3] == pytest.approx(1 / 9 / given[3].targets)


def test_bins_hold_everything_once_and_never_too_much() -> None:
    draw = random.Random(1)
    lengths = [draw.randint(1, 100) for _ in range(300)]
    bins = packing.first_fit(lengths, 100)
    assert sorted(i for b in bins for i in b) == list(range(300))
    assert all(sum(lengths[i] for i in b) <= 100 for b in bins)
    assert sum(lengths) / (100 * len(bins)) > 0.93


def test_ranks_get_everything_once_in_as_many_passes() -> None:
    found = [[i] for i in range(7)]
    shares = [packing.share_out(found, r, 3) for r in range(3)]
    assert sorted(i for share in shares for group in share for i in group) == list(range(7))
    assert {len(s) for s in shares} == {3}


def test_bounds_and_padding() -> None:
    given = samples(3)
    sizes = [len(s.ids) for s in given]
    one = packing.build(given, [0, 1, 2], packing.weights(given, "token"), packed=True, width=130)
    assert one.bounds is not None and one.bounds.tolist() == [*np.cumsum([0, *sizes]), 130]
    assert one.ids.shape == (1, 130) and one.real == sum(sizes)
    assert [int(one.positions[0, b]) for b in one.bounds[:-1]] == [0, 0, 0, 0]


def test_a_pass_without_samples() -> None:
    one = packing.build([], [], np.zeros(0), packed=True)
    assert one.ids.size == 1 and not len(one.keep) and one.real == 0
