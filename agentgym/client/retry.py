"""What is tried again, how often, and after which pause."""

from __future__ import annotations

import random

import msgspec

from agentgym.client.failures import CallFailure
from agentgym.errors import OptionError

ATTEMPTS: dict[CallFailure, int] = {
    CallFailure.RATE: 50,
    CallFailure.OVERLOAD: 10,
    CallFailure.CONNECTION: 8,
    CallFailure.SERVER: 4,
    CallFailure.BROKEN: 4,
    CallFailure.TIMEOUT: 3,
}
"""Attempts in all for each class of failure; the others are not tried again."""


class Retry(msgspec.Struct, frozen=True, kw_only=True):
    """How failed calls are repeated. Whatever happens, a call ends by its deadline.

    Attributes:
        timeout: seconds for one attempt.
        deadline: seconds for a call from its first attempt on: attempts, pauses and queueing between them.
        attempts: attempts for every class of failure that is tried again; ``None`` for :data:`ATTEMPTS`.
        backoff: first pause, in seconds; doubles each time, and every pause is drawn between half and all of it.
        backoff_most: longest pause, unless the server asks for a longer one.

    Raises:
        OptionError: a value out of range.
    """

    timeout: float = 600.0
    deadline: float = 1800.0
    attempts: int | None = None
    backoff: float = 0.5
    backoff_most: float = 30.0

    def __post_init__(self) -> None:
        for name in ("timeout", "deadline", "backoff", "backoff_most"):
            if getattr(self, name) <= 0:
                raise OptionError(f"{name} must be positive, got {getattr(self, name)}.")
        if self.attempts is not None and self.attempts < 1:
            raise OptionError(f"attempts must be at least 1, got {self.attempts}.")

    def allowed(self, kind: CallFailure) -> int:
        """Return how many attempts there are in all when they fail as ``kind``."""
        usual = ATTEMPTS.get(kind, 1)
        return usual if self.attempts is None or usual == 1 else self.attempts

    def pause(self, attempt: int, asked: float | None, rng: random.Random) -> float:
        """Return the seconds to wait after attempt number ``attempt`` (from 1), at least what was asked for."""
        backoff = min(self.backoff_most, self.backoff * 2.0 ** min(attempt - 1, 16))
        jittered = backoff * rng.uniform(0.5, 1.0)
        return max(jittered, asked + backoff * rng.uniform(0.0, 0.25)) if asked is not None else jittered
