"""The calculator on sentences and evidence."""

from __future__ import annotations

import time

import pytest

from agentgym.tools.calculator.calculator import calculate
from agentgym.tools.calculator.expressions import NotComputable


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(2 * [37] - 10) - 8", "56"),
        ("(2 * [x = 37] - 10) - 8", "56"),
        ("[The answer is 37.] * 2", "74"),
        ("[1,234 inhabitants] / [$2]", "617"),
        ("What is 5 + 3?", "8"),
        ("Calculate 2 * (3 + 4), please.", "14"),
        ("20% of 80", "16"),
        ("[37]", "37"),
        ("[15 km] * 2", "30"),
        ("The value of sqrt(16) + 1 is wanted", "5"),
    ],
)
def test_values(text: str, value: str) -> None:
    assert calculate(text) == value


@pytest.mark.parametrize(
    "text",
    ["5 apples", "[no number] + 1", "[1 and 2 are here] + 1", "5 + 3 and 2 + 2", "", "nothing", "x" * 6000],
)
def test_what_cannot_be_computed(text: str) -> None:
    with pytest.raises(NotComputable):
        calculate(text)


def test_long_texts_take_linear_time() -> None:
    start = time.perf_counter()
    for text in ("[" * 4_900, "1+" * 2_400, "1 " * 2_400, "a 1 + 1 " * 600, "sqrt(" * 900):
        with pytest.raises(NotComputable):
            calculate(text)
    assert time.perf_counter() - start < 5
