"""What an episode may take, and how often what failed is tried again."""

from __future__ import annotations

import msgspec

from agentgym.errors import OptionError


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Limits of one episode; ``None`` is no limit.

    The agent's time is the time that its actions take in the environment. Waiting for a model, for a rate limit or
    for a server that is tried again is nobody's fault and never ends in a score.

    Those that end an episode with a score (``working_seconds``, ``tokens``, ``cost``) are in its key: under another
    limit it is another result.

    Attributes:
        step_seconds: wall time of one call of the environment; past it the environment is taken for hung, its
            worker is thrown away and the episode fails as ``environment_error`` (an ``inline`` environment
            runs on the event loop and cannot be interrupted).
        working_seconds: time of all steps of the environment together; past it the episode ends as ``time_limit``,
            reward 0.
        wall_seconds: wall time, all waiting included; past it the episode is given up as ``cancelled``, a failure
            without a score.
        tokens: tokens of all prompts and answers; past it the episode ends as ``token_limit``, reward 0.
        cost: US dollars of all calls; past it the episode ends as ``cost_limit``, reward 0.
        environment_retries: further attempts at an episode whose environment failed.
        backoff_seconds: first pause before such an attempt; doubles each time, at most :attr:`backoff_most`.
        backoff_most: longest pause, in seconds.

    Raises:
        OptionError: a limit that is not positive, or a negative number of attempts.
    """

    step_seconds: float | None = 600.0
    working_seconds: float | None = None
    wall_seconds: float | None = None
    tokens: int | None = None
    cost: float | None = None
    environment_retries: int = 1
    backoff_seconds: float = 1.0
    backoff_most: float = 60.0

    def __post_init__(self) -> None:
        for name in ("step_seconds", "working_seconds", "wall_seconds", "tokens", "cost"):
            value = getattr(self, name)
            if value is not None and value <= 0:
                raise OptionError(f"{name} must be positive or None, got {value}.")
        if self.environment_retries < 0:
            raise OptionError(f"environment_retries must be at least 0, got {self.environment_retries}.")

    @property
    def scoring(self) -> dict[str, float]:
        """The limits that are set and end an episode with a score of 0, for its key."""
        given = {name: getattr(self, name) for name in ("working_seconds", "tokens", "cost")}
        return {name: float(value) for name, value in given.items() if value is not None}

    def pause(self, attempt: int) -> float:
        """Return the seconds to wait before attempt number ``attempt`` (from 1)."""
        return min(self.backoff_most, self.backoff_seconds * 2.0 ** (attempt - 1))
