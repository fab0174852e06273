"""Whether a task is solved: the two comparisons, tables, rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from agentgym.environments.database.scoring import (
    clean,
    compare_corrected,
    compare_paper,
    solved,
    unanswered,
)
from agentgym.environments.database.world.content import Column, Database, Problem, Scoring, Table
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.mysql.backend import EmbeddedBackend
from agentgym.errors import DataError


@pytest.mark.parametrize(
    ("answer", "truth", "paper", "corrected"),
    [
        (["5"], ["5.0"], True, True),
        ([5], ["5"], True, True),
        (["5.004"], ["5"], False, True),
        (["5.02"], ["5"], False, False),
        (["1,200"], ["1200"], False, True),
        (["12%"], ["12"], False, True),
        (["'Giza'"], ["Giza"], False, True),
        (["giza"], ["Giza"], False, False),
        (["b", "a"], ["a", "b"], True, True),
        (["a", "a", "b"], ["a", "b"], True, True),
        (["a"], ["a", "b"], False, False),
        (["1", "2"], ["2.0", "1.0"], False, True),
        (["1", "1"], ["1"], True, False),
        (["1.005", "1"], ["1", "1.01"], False, True),
        ([["a", 1], ["b", 2]], ["a", "1", "b", "2"], False, True),
        ([None], ["none"], False, True),
        ([], [], True, True),
        ([], ["a"], False, False),
        ([{"a": 1}], ["a"], False, False),
        (["nan"], ["0"], False, True),
        (["inf"], ["5"], False, False),
        ([10**400], ["5"], False, False),
    ],
)
def test_the_two_comparisons(answer: list[object], truth: list[str], paper: bool, corrected: bool) -> None:
    assert compare_paper(answer, truth) is paper
    assert compare_corrected(answer, truth) is corrected


def test_cleaning_leaves_texts_with_commas_alone() -> None:
    assert clean("Rome, Italy") == "Rome, Italy"
    assert clean('"4,5"') == "45"


TABLE = Table("t", (Column("a"), Column("b")), (("1", "x"), ("2", "y")))
HELD = Database("held", (TABLE,))


@pytest.fixture
def server() -> Iterator[EmbeddedBackend]:
    backend = EmbeddedBackend(Limits())
    backend.begin(HELD, 0)
    yield backend
    backend.close()


def _problem(kind: str, scoring: Scoring, **fields: Any) -> Problem:
    return Problem(question="q", kind=kind, database=HELD, scoring=scoring, **fields)


def test_an_answer_is_compared_as_asked(server: EmbeddedBackend) -> None:
    problem = _problem("counting", "answer", answer=("5",))
    assert solved(server, problem, ["5.004"], "corrected") and not solved(server, problem, ["5.004"], "paper")
    assert not unanswered(server, problem)
    server.run("DROP TABLE t")
    assert not unanswered(server, problem), "no expected hash is not that of tables which are gone"


@pytest.mark.parametrize("scoring", ["table", "state"])
def test_a_change_is_judged_by_what_the_tables_hold(server: EmbeddedBackend, scoring: Scoring) -> None:
    statement = "UPDATE t SET b = 'z' WHERE a = '1'"
    server.run(statement)
    expected = server.table_hash(TABLE) if scoring == "table" else server.state_hash(HELD)
    problem = _problem("UPDATE", scoring, gold=(statement,), expected=expected)
    assert solved(server, problem, ["whatever"], "paper") and unanswered(server, problem)
    server.begin(HELD, 0)
    assert not solved(server, problem, ["done"], "paper") and not unanswered(server, problem)
    server.run("DROP TABLE t")
    assert not solved(server, problem, ["done"], "paper"), "what cannot be read is not right"


def test_rows_are_compared_as_sets(server: EmbeddedBackend) -> None:
    problem = _problem("simple", "execution", gold=("SELECT a, b FROM t",))
    for query, right in (
        ("SELECT a, b FROM t ORDER BY a DESC", True),
        ("SELECT a, b FROM t UNION ALL SELECT a, b FROM t", True),
        ("SELECT b, a FROM t", False),
        ("SELECT a, b FROM t LIMIT 1", False),
        ("nonsense", False),
    ):
        assert solved(server, problem, [query], "paper") is right, query
    assert not solved(server, problem, [], "paper") and not unanswered(server, problem)
    with pytest.raises(DataError, match="The gold query of 'held' does not run"):
        solved(
            server, _problem("simple", "execution", gold=("SELECT nothing FROM t",)), ["SELECT 1"], "paper"
        )
