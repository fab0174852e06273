"""Progress: what is done, scored, failed, and what it costs."""

from __future__ import annotations

import pytest

from agentgym.cli.progress import Board, Steps
from agentgym.engine import Run
from agentgym.engine.cost import Price, Prices
from agentgym.status import Status
from tests.report.synthetic import episode


def test_a_row_counts_every_ending_apart() -> None:
    row = Board(prices=Prices({"gpt-4-0613": Price(prompt=30.0, completion=60.0)})).row("x")
    row.planned(Run(env_id="e", policy="p", planned=5, resumed=1, reward_sum=1.0), [None] * 4)  # type: ignore[list-item]
    assert (row.done, row.scored, row.mean) == (1, 1, 1.0)
    waiting = episode(2, "a", None, status=Status.UNSCORED, failure=None)
    for one in (episode(1, "a", 0.0), waiting, episode(3, "a", None)):
        row.started(None)  # type: ignore[arg-type]
        row.finished(one)
    assert (row.done, row.scored, row.failed, row.running) == (3, 2, 1, 0)
    assert row.mean == 0.5, "what is unscored is no zero"
    assert row.tokens == 3 * 220
    assert row.cost is not None and abs(row.cost - 3 * 2 * (100 * 30 + 10 * 60) / 1e6) < 1e-12
    assert "mean reward 0.500, 1 failed" in row.line() and row.cells()[1] == "3/5"


def test_what_comes_from_the_cache_costs_nothing() -> None:
    row = Board(prices=Prices({"gpt-4-0613": Price(prompt=30.0, completion=60.0)})).row("x")
    one = episode(1, "a", 1.0)
    for step in one.steps:
        step.completion.cached = True
    row.finished(one)
    assert row.cost == 0.0
    assert Board().row("y").mean is None


def test_steps_say_nothing_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with Steps() as steps:
        steps("reading", 1, 2)
    assert capsys.readouterr() == ("", "")
