"""What a statement of a model may take."""

from __future__ import annotations

import msgspec

from agentgym.errors import OptionError


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Limits of one statement, on every backend.

    Attributes:
        seconds: wall time; then it is interrupted, which the agent is told.
        megabytes: size that an embedded database may grow to.
        shown: characters of a result that the agent sees (AgentBench: 800).
        cut: what stands behind them.
        statement: characters of the statement itself.
    """

    seconds: float = 10.0
    megabytes: int = 64
    shown: int = 800
    cut: str = "[TRUNCATED]"
    statement: int = 20_000

    def __post_init__(self) -> None:
        for name in ("seconds", "megabytes", "shown", "statement"):
            if getattr(self, name) <= 0:
                raise OptionError(
                    f"{name} of a database's limits must be positive, got {getattr(self, name)}."
                )
