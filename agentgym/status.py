"""How an episode ended: a closed list.

The first block can carry a reward; the last block are failures of the machinery, which are kept apart from
scores everywhere (the reward of such an episode is ``None``, never 0). AgentBench's names for the same
outcomes (v0.2, ``src/typings/status.py``) are given by :attr:`Status.agentbench`.
"""

from __future__ import annotations

from enum import StrEnum


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
    """The episode's time limit passed."""
    UNANSWERABLE = "unanswerable"
    """The task cannot be solved as posed (Mind2Web: no positive among the candidates); scored 0."""

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
        """Whether the machinery, not the agent, ended the episode: it has no reward and is run again."""
        return self in _FAILURES

    @property
    def is_scored(self) -> bool:
        """Whether a reward of this episode counts."""
        return self.is_final and not self.is_failure

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
    Status.UNANSWERABLE: "unknown",
    Status.CANCELLED: "cancelled",
    Status.ENVIRONMENT_ERROR: "task error",
    Status.SANDBOX_ERROR: "task error",
    Status.POLICY_ERROR: "task error",
}
