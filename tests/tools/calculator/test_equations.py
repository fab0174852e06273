"""Equations."""

from __future__ import annotations

import pytest

from agentgym.tools.calculator.equations import solve
from agentgym.tools.calculator.expressions import NotComputable


@pytest.mark.parametrize(
    ("equation", "solution"),
    [
        ("x + (2x - 10) + ((2x - 10) - 8) = 157", "x = 37"),
        ("x^2 - 5x + 6 = 0", "x = 2 or x = 3"),
        ("3(y - 1) = 2y", "y = 3"),
        ("x^2 = 2", "x = -1.41421356237 or x = 1.41421356237"),
        ("2t = 7", "t = 3.5"),
        ("x = x", "every x is a solution"),
        ("x = x + 1", "there is no solution"),
        ("x^2 + 1 = 0", "there is no real solution"),
        ("(x - 1)^2 = 0", "x = 1"),
        ("5 = 2e - 1", "e = 3"),
    ],
)
def test_solutions(equation: str, solution: str) -> None:
    assert solve(equation) == solution


@pytest.mark.parametrize(
    "equation",
    [
        "x^3 = 8",
        "x + y = 3",
        "1 = 1",
        "x",
        "x = 1 = 2",
        "1/x = 2",
        "sqrt(x) = 2",
        "ab = 2",
        "2^x = 8",
        "= x",
        "sin(x) = 0",
    ],
)
def test_what_is_not_solved(equation: str) -> None:
    with pytest.raises(NotComputable):
        solve(equation)
