"""The classes of a statement, with the embedded database in the server's place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from agentgym.benchmarks.database_exactness.pair import Pair, same
from agentgym.benchmarks.database_exactness.statements import SEEDS, mutations, small
from agentgym.environments.database.world.backend import InternalError, StatementError


@pytest.fixture
def pair() -> Iterator[Pair]:
    made = Pair("sqlite")
    made.begin(small())
    yield made
    made.server.close()


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("SELECT id FROM games ORDER BY id", "equal"),
        ("DELETE FROM games WHERE id = 1", "equal"),
        ("SELECT nothing FROM games", "same error"),
        ("CALL nothing()", "refused"),
        ("SELECT NOW()", "left open"),
    ],
)
def test_two_that_are_the_same(pair: Pair, statement: str, found: str) -> None:
    assert pair.compare(statement)[0] == found


def _answers(pair: Pair, monkeypatch: pytest.MonkeyPatch, change: Any) -> None:
    """Let the server's answers be changed ones."""
    rows = pair.server.rows
    monkeypatch.setattr(pair.server, "rows", lambda statement: change(rows(statement)))


def test_another_order_counts_where_the_order_is_determined(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answers(pair, monkeypatch, lambda rows: rows[::-1])
    assert pair.compare("SELECT id FROM games")[0] == "equal", "no order was asked for"
    assert pair.compare("SELECT id FROM games ORDER BY id")[0] == "different"
    assert pair.compare("SELECT id FROM games ORDER BY score * 0")[0] == "equal", "all keys are the same"


def test_other_rows_and_errors_are_told_apart(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(statement: str) -> Any:
        raise StatementError("1054 (42S22): Unknown column")

    monkeypatch.setattr(pair.server, "rows", refused)
    assert pair.compare("SELECT id FROM games")[0] == "different"
    assert pair.compare("SELECT id FROM nowhere")[0] == "other error"


def test_what_is_bad_is_never_a_refusal(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    for error, found in ((InternalError("1105"), "internal"), (KeyError("x"), "crash")):

        def breaks(statement: str, error: Exception = error) -> Any:
            raise error

        monkeypatch.setattr(pair.ours, "rows", breaks)
        assert pair.compare("SELECT 1")[0] == found


def test_doubles_are_compared_to_twelve_digits() -> None:
    assert same([(0.1 + 0.2,)], [(0.3,)], ordered=True) and not same([(0.3,)], [(0.3001,)], ordered=True)
    assert not same([(1,)], [(1.0,)], ordered=False), "types count"


def test_mutations_are_the_same_for_the_same_seed() -> None:
    made = [list(mutations(20, seed, SEEDS)) for seed in (1, 1, 2)]
    assert made[0] == made[1] != made[2]
