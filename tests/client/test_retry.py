"""Pauses between attempts, and attempts for each class of failure."""

from __future__ import annotations

import random

import pytest

from agentgym.client import CallFailure, Retry
from agentgym.errors import OptionError


def test_pauses_double_are_jittered_and_honour_the_server() -> None:
    retry, rng = Retry(backoff=1.0, backoff_most=8.0), random.Random(0)
    for attempt, most in ((1, 1), (2, 2), (3, 4), (4, 8), (9, 8)):
        pauses = [retry.pause(attempt, None, rng) for _ in range(200)]
        assert most / 2 <= min(pauses) < max(pauses) <= most
    assert retry.pause(1, 30.0, rng) >= 30.0
    with pytest.raises(OptionError, match="deadline must be positive"):
        Retry(deadline=0)


def test_every_class_of_failure_has_its_number_of_attempts() -> None:
    """The numbers that docs/policies.md gives."""
    told = {
        CallFailure.RATE: 50, CallFailure.OVERLOAD: 10, CallFailure.CONNECTION: 8, CallFailure.SERVER: 4,
        CallFailure.BROKEN: 4, CallFailure.TIMEOUT: 3, CallFailure.REFUSED: 1, CallFailure.QUOTA: 1,
        CallFailure.MODEL: 1,
    }  # fmt: skip
    assert {kind: Retry().allowed(kind) for kind in CallFailure} == told
    chosen = {kind: Retry(attempts=2).allowed(kind) for kind in CallFailure}
    assert chosen == {kind: min(2, number) for kind, number in told.items()}
    with pytest.raises(OptionError, match="attempts must be at least 1"):
        Retry(attempts=0)
