"""The tournament of the multi-choice view: candidates in groups, winners back to the end of the pool."""

from __future__ import annotations

from collections.abc import Iterable

from agentgym.environments.mind2web.scoring import Prediction


class Tournament:
    """One step's candidates.

    While more than one candidate is in the pool, the first ``size`` are asked about: a chosen one is appended to
    the end, "none of the above" drops all of them. What counts is the last answer that named an element; nothing
    counts if the pool is empty at the end (as in AgentBench).

    Args:
        pool: ids in the order they are asked in.
        size: candidates of a question.
        least: ask while the pool holds at least this many; 2 in the original, which asks nothing where one
            candidate is left.
    """

    def __init__(self, pool: Iterable[str], size: int, least: int = 2) -> None:
        self.pool = list(pool)
        self.size = size
        self.least = least
        self.group: list[str] = []
        self.last: Prediction | None = None
        self._deal()

    @property
    def over(self) -> bool:
        """Whether there is nothing left to ask."""
        return not self.group

    @property
    def prediction(self) -> Prediction | None:
        """The final answer; meaningful once it is :attr:`over`."""
        return self.last if self.pool else None

    def answer(self, chosen: str | None, operation: str = "") -> None:
        """Take the answer about the present group: an id of it, or ``None``."""
        if chosen is not None:
            self.pool.append(chosen)
            self.last = Prediction(chosen, operation)
            self.least = max(self.least, 2)
        self._deal()

    def _deal(self) -> None:
        enough = len(self.pool) >= self.least
        self.group = self.pool[: self.size] if enough else []
        self.pool = self.pool[self.size :] if enough else self.pool
