"""Dates."""

from __future__ import annotations

import pytest

from agentgym.tools.calculator.dates import answer
from agentgym.tools.calculator.expressions import NotComputable


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("days between 2024-01-01 and March 1, 2024", "60 days"),
        ("days between 1 March 2024 and Jan. 1st, 2024", "60 days"),
        ("weeks between 2024-01-01 and 2024-01-17", "2 weeks and 2 days"),
        ("2024-02-28 + 2 days", "March 1, 2024"),
        ("March 1, 2023 - 1 day", "February 28, 2023"),
        ("May 2 1999 + 2 weeks", "May 16, 1999"),
        ("45 days before 1 May 2023", "March 17, 2023"),
        ("10 days after 25 December 2023", "January 4, 2024"),
        ("day of the week of July 4, 1776", "Thursday"),
    ],
)
def test_answers(question: str, told: str) -> None:
    assert answer(question) == told


@pytest.mark.parametrize(
    "question",
    [
        "",
        "days between Monday and Friday",
        "February 30, 2023 + 1 day",
        "9999-12-31 + 5 days",
        "2024-01-01",
        "2024-13-01 + 1 day",
        "days between 2024-01-01 and 2024-01-02 and 2024-01-03",
    ],
)
def test_what_is_no_question_about_dates(question: str) -> None:
    with pytest.raises(NotComputable):
        answer(question)
