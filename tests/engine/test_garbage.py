"""The garbage collector during a run."""

from __future__ import annotations

import gc

from agentgym.engine.garbage import THRESHOLDS, calm_collector


def test_it_is_calm_within_and_as_before_afterwards() -> None:
    before = gc.get_threshold()
    try:
        gc.set_threshold(700, 10, 10)
        with calm_collector():
            assert gc.get_threshold() == THRESHOLDS
        assert gc.get_threshold() == (700, 10, 10)
        gc.set_threshold(10**6, 10, 10)
        with calm_collector():
            assert gc.get_threshold() == (10**6, 10, 10), "one that is calmer already stays as it is"
    finally:
        gc.set_threshold(*before)
