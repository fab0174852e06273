"""Budgets: what a run may cost, in money, tokens and time.

A spent budget starts no further episode; those under way are finished, as they are paid for already. The same
command with a larger budget goes on.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from agentgym.engine.cost import Prices, price
from agentgym.errors import BudgetExceeded, OptionError

if TYPE_CHECKING:
    from agentgym.engine.plan import Plan
    from agentgym.engine.summary import Run
    from agentgym.trajectory.episode import Episode


class Budget:
    """An observer that stops runs; one can watch several runs one after another.

    Args:
        max_cost: US dollars.
        max_tokens: prompt and completion tokens together.
        max_seconds: wall time since the budget was made.
        prices: for answers whose server reports no cost.

    Raises:
        OptionError: a bound that is not positive.
    """

    def __init__(
        self,
        *,
        max_cost: float | None = None,
        max_tokens: int | None = None,
        max_seconds: float | None = None,
        prices: Prices | None = None,
    ) -> None:
        for name, value in (("max_cost", max_cost), ("max_tokens", max_tokens), ("max_seconds", max_seconds)):
            if value is not None and value <= 0:
                raise OptionError(f"{name} must be positive, got {value}.")
        self.max_cost = max_cost
        self.max_tokens = max_tokens
        self.max_seconds = max_seconds
        self.prices = prices if prices is not None else Prices({})
        self.cost = 0.0
        self.tokens = 0
        self._start = time.monotonic()

    def spent(self) -> str:
        """Return which bound is reached, as a sentence; empty if none is."""
        if self.max_cost is not None and self.cost >= self.max_cost:
            return f"the budget of ${self.max_cost:g} is spent (${self.cost:.4f})"
        if self.max_tokens is not None and self.tokens >= self.max_tokens:
            return f"the budget of {self.max_tokens:,} tokens is spent ({self.tokens:,})"
        if self.max_seconds is not None and time.monotonic() - self._start >= self.max_seconds:
            return f"the time of {self.max_seconds:g} s is over"
        return ""

    def planned(self, run: Run, plans: Sequence[Plan]) -> None:
        """Nothing to do with a plan."""

    def started(self, plan: Plan) -> None:
        """Refuse an episode past the budget.

        Raises:
            BudgetExceeded: a bound is reached.
        """
        if reason := self.spent():
            raise BudgetExceeded(reason)

    def finished(self, episode: Episode) -> None:
        """Count what an episode took.

        Raises:
            BudgetExceeded: ``max_cost`` is set, and an answer has neither a cost nor a price.
        """
        for step in episode.steps:
            answer = step.completion
            if answer.cached:  # Paid for by an earlier run.
                continue
            if answer.usage is not None:
                self.tokens += answer.usage.prompt_tokens + answer.usage.completion_tokens
            cost = price(answer, self.prices)
            if cost is None and answer.usage is not None and self.max_cost is not None:
                raise BudgetExceeded(
                    f"--max-cost cannot be kept: the model {answer.model!r} has no price. Add it to a price "
                    "file (--prices FILE, or AGENTGYM_PRICES)"
                )
            self.cost += cost or 0.0
