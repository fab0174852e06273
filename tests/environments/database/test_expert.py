"""The expert: the gold statements in the server's words, then the gold answer."""

from __future__ import annotations

from typing import Any

import pytest

from agentgym.environments.database.expert import solve
from agentgym.environments.database.world.content import Database, Problem

SOME = Database("d")


@pytest.mark.parametrize(
    ("fields", "played"),
    [
        (
            {"kind": "counting", "scoring": "answer", "answer": ("3",), "gold": ("SELECT 1", "SELECT 2")},
            [("execute_sql", "select 1"), ("execute_sql", "select 2"), ("commit_final_answer", ["3"])],
        ),
        (
            {"kind": "UPDATE", "scoring": "state", "gold": ("UPDATE T",), "expected": "x"},
            [("execute_sql", "update t"), ("commit_final_answer", ["done"])],
        ),
        ({"kind": "other", "scoring": "answer", "answer": ("3", "4")}, [("commit_final_answer", ["3", "4"])]),
        (
            {"kind": "simple", "scoring": "execution", "answer": ("SELECT 1",), "gold": ("SELECT 1",)},
            [("commit_final_answer", ["SELECT 1"])],
        ),
    ],
)
def test_statements_are_put_in_the_servers_words_and_answers_are_not(
    fields: dict[str, Any], played: list[tuple[str, Any]]
) -> None:
    actions = solve(Problem(question="q", database=SOME, **fields), str.lower)
    assert [(a.name, next(iter(a.arguments.values()))) for a in actions] == played
