"""Mathematical questions in words."""

from __future__ import annotations

import pytest

from agentgym.tools.calculator.expressions import NotComputable
from agentgym.tools.calculator.questions import ask


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Solve x + 2 = 5", "x = 3"),
        ("solve for y: 2y = 8", "y = 4"),
        ("Solve 3z = 9 for z.", "z = 3"),
        ("x^2 = 9", "x = -3 or x = 3"),
        ("Solve the equation 2x = 1", "x = 0.5"),
        ("days between 2024-01-01 and 2024-01-11", "10 days"),
        ("[March 1, 2024] + 2 weeks", "March 15, 2024"),
        ("convert [90] km/h to m/s", "25 m/s"),
        ("12 * 3", "36"),
        ("What is 12 * 3?", "36"),
    ],
)
def test_answers(question: str, told: str) -> None:
    assert ask(question) == told


@pytest.mark.parametrize(
    "question",
    [
        "",
        "capital of France",
        "convert 3 kg to m",
        "How many people live in 3 cities?",
        "Solve it",
        "x" * 9000,
        "solve " * 800,
    ],
)
def test_what_has_no_answer(question: str) -> None:
    with pytest.raises(NotComputable):
        ask(question)
