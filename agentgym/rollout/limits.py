"""Limits and retries of a run."""

from __future__ import annotations

import msgspec

from agentgym.errors import OptionError


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What an episode may take, and how often what failed is tried again.

    Attributes:
        step_seconds: wall time of one call of the environment; past it the environment is taken for hung, its
            worker is thrown away and the episode fails as ``environment_error`` (an ``inline`` environment
            runs on the event loop and cannot be interrupted).
        episode_seconds: wall time of an episode; past it the episode ends as ``time_limit``, reward 0.
        policy_retries: further attempts after a retryable error of the policy, with exponential back-off.
        environment_retries: further attempts at an episode whose environment failed.
        backoff_seconds: first pause before a retry; doubles each time, at most :attr:`backoff_most`.
        backoff_most: longest pause, in seconds.
    """

    step_seconds: float | None = 600.0
    episode_seconds: float | None = None
    policy_retries: int = 3
    environment_retries: int = 1
    backoff_seconds: float = 1.0
    backoff_most: float = 60.0

    def __post_init__(self) -> None:
        for name in ("step_seconds", "episode_seconds"):
            value = getattr(self, name)
            if value is not None and value <= 0:
                raise OptionError(f"{name} must be positive or None, got {value}.")
        for name in ("policy_retries", "environment_retries"):
            if getattr(self, name) < 0:
                raise OptionError(f"{name} must be at least 0, got {getattr(self, name)}.")

    def pause(self, attempt: int, retry_after: float | None) -> float:
        """Return the seconds to wait before attempt number ``attempt`` (from 1)."""
        backoff = min(self.backoff_most, self.backoff_seconds * 2.0 ** (attempt - 1))
        return max(backoff, retry_after or 0.0)
