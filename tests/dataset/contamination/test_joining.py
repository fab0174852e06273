"""Joining arrays of hashes."""

from __future__ import annotations

import numpy as np
import pytest

from agentgym.dataset.contamination import joining
from agentgym.dataset.contamination.joining import pairs, ranges


def test_all_equal_pairs_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "PAIRS", 7)
    rng = np.random.default_rng(1)
    asked, among = (rng.integers(0, 40, n).astype(np.uint64) for n in (50, 3000))
    found = sorted(
        (int(a), int(b))
        for left, right in pairs(ranges(asked, among), lambda a: np.ones(len(a), bool))
        for a, b in zip(left, right, strict=True)
    )
    assert found == sorted((i, j) for i, x in enumerate(asked) for j, y in enumerate(among) if x == y)


def test_what_is_settled_meets_no_more_partners() -> None:
    asked, among = np.zeros(2, np.uint64), np.zeros(10_000, np.uint64)
    met = [len(a) for a, _ in pairs(ranges(asked, among), lambda a: a == 5)]
    assert met == []
    rounds = iter([True, False])
    met = [len(a) for a, _ in pairs(ranges(asked, among), lambda a: np.full(len(a), next(rounds)))]
    assert met == [32]
