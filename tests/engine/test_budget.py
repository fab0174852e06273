"""Budgets: a spent one stops a run cleanly, and a larger one goes on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import agentgym
from agentgym.engine import Budget
from agentgym.engine.cost import Price, Prices
from agentgym.errors import OptionError
from tests.engine.playing import GUESS
from tests.engine.spending import Flaky


@pytest.mark.parametrize(
    ("bound", "played", "told"),
    [
        ({"max_tokens": 2500}, range(1, 4), "2,500 tokens is spent"),
        ({"max_cost": 0.05}, range(1, 3), r"\$0.05 is spent"),
        ({"max_seconds": 1e-6}, range(1), "time of 1e-06 s is over"),
    ],
)
def test_budgets_stop_cleanly_and_a_larger_one_goes_on(
    tmp_path: Path, bound: dict[str, Any], played: range, told: str
) -> None:
    prices = Prices({"gpt-4": Price(prompt=30.0, completion=60.0)})  # $0.036 an answer

    def play(budget: Budget | None) -> Any:
        return agentgym.rollout(GUESS, Flaky(), out=tmp_path, concurrency=1, observer=budget)

    run = play(Budget(prices=prices, **bound))
    assert run.scored in played and not run.complete
    assert re.search(told, run.stopped)
    assert play(None).scored == 9


def test_what_is_under_way_is_finished_when_a_budget_is_spent(tmp_path: Path) -> None:
    run = agentgym.rollout(GUESS, Flaky(), out=tmp_path, concurrency=4, observer=Budget(max_tokens=1))
    assert 1 <= run.scored <= 4 and run.failed == 0


def test_a_cost_budget_needs_a_price() -> None:
    run = agentgym.rollout(GUESS, Flaky(model="unheard-of"), concurrency=1, observer=Budget(max_cost=1.0))
    assert "'unheard-of' has no price" in run.stopped and run.scored == 1
    with pytest.raises(OptionError, match="max_cost must be positive"):
        Budget(max_cost=0)
