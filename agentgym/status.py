"""How an episode ended: a closed list, and the three kinds of ends.

An episode is *scored* (its reward counts), *unscored* (it ended well, and its score is given later: by a judge), or
*failed* (the machinery broke; it has no score, is kept apart everywhere and is run again). AgentBench's names for the
same outcomes (v0.2, ``src/typings/status.py``) are given by :attr:`Status.agentbench`.
"""

from __future__ import annotations

from enum import StrEnum


class Ending(StrEnum):
    """The kind of an episode's end."""

    SCORED = "scored"
    UNSCORED = "unscored"
    FAILED = "failed"


class Status(StrEnum):
    """Status of an episode."""

    RUNNING = "running"
    COMPLETED = "completed"
    """The environment decided: won, lost, bought, answered."""
    INVALID_FORMAT = "invalid_format"
    """The output did not parse and the profile ends the episode for that."""
    INVALID_ACTION = "invalid_action"
    """The output parsed, but the rules refuse the action and end the episode."""
    REPETITION = "repetition"
    """The repetition rule fired: the last outputs were identical."""
    TASK_LIMIT = "task_limit"
    """All steps were used."""
    CONTEXT_LIMIT = "context_limit"
    """The conversation outgrew the model's context."""
    TIME_LIMIT = "time_limit"
    """The agent's actions took all the working time; waiting for a model is no working time."""
    TOKEN_LIMIT = "token_limit"
    """The episode's tokens were used."""
    COST_LIMIT = "cost_limit"
    """The episode cost as much as it may."""
    UNANSWERABLE = "unanswerable"
    """The task cannot be solved as posed (Mind2Web: no positive among the candidates); scored 0."""

    UNSCORED = "unscored"
    """The episode is over and its score is given later; see :mod:`agentgym.trajectory.scores`."""

    CANCELLED = "cancelled"
    ENVIRONMENT_ERROR = "environment_error"
    SANDBOX_ERROR = "sandbox_error"
    POLICY_ERROR = "policy_error"

    @property
    def is_final(self) -> bool:
        """Whether the episode is over."""
        return self is not Status.RUNNING

    @property
    def is_failure(self) -> bool:
        """Whether the machinery, not the agent, ended the episode."""
        return self in _FAILURES

    @property
    def ending(self) -> Ending:
        """The kind of end.

        Raises:
            ValueError: the episode is still running.
        """
        if self is Status.RUNNING:
            raise ValueError("An episode that is running has not ended.")
        if self in _FAILURES:
            return Ending.FAILED
        return Ending.UNSCORED if self is Status.UNSCORED else Ending.SCORED

    @property
    def agentbench(self) -> str:
        """AgentBench v0.2's name for this outcome."""
        return _AGENTBENCH[self]


_FAILURES = frozenset({Status.CANCELLED, Status.ENVIRONMENT_ERROR, Status.SANDBOX_ERROR, Status.POLICY_ERROR})
_AGENTBENCH = {
    Status.RUNNING: "running",
    Status.COMPLETED: "completed",
    Status.INVALID_FORMAT: "agent validation failed",
    Status.INVALID_ACTION: "agent invalid action",
    Status.REPETITION: "agent invalid action",
    Status.TASK_LIMIT: "task limit reached",
    Status.CONTEXT_LIMIT: "agent context limit",
    Status.TIME_LIMIT: "task limit reached",
    Status.TOKEN_LIMIT: "agent context limit",
    Status.COST_LIMIT: "task limit reached",
    Status.UNANSWERABLE: "unknown",
    Status.UNSCORED: "completed",
    Status.CANCELLED: "cancelled",
    Status.ENVIRONMENT_ERROR: "task error",
    Status.SANDBOX_ERROR: "task error",
    Status.POLICY_ERROR: "task error",
}
