"""Expressions as numexpr computes them."""

from __future__ import annotations

import json

import pytest

from agentgym.tools.calculator.expressions import NotComputable
from agentgym.tools.calculator.numexpr import evaluate
from tests.shared_data import shared

GOLDEN = {
    "6*7": "42",
    "6/3": "2.0",
    "6//4": "1",
    "-6//4": "-2",
    "-6 % 4": "2",
    "5^1": "4",
    "2**-2": "0.25",
    "2**40": "1099511627776",
    "sqrt(9)": "3.0",
    "round(3.5)": "4.0",
    "abs(-2)": "2",
    "1 < 2": "True",
    "(1 < 2) & (2 < 1)": "False",
    "where(1 > 2, 3, 4)": "4",
    "3 if 1 > 2 else 4": "4",
    "1 << 3": "8",
    "~0": "-1",
    "pi": "3.141592653589793",
    "arctan2(0, 1)": "0.0",
    "(-8)**0.5": "nan",
    "2**64": None,
    "10**19": None,
    "1/0": None,
    "min(1, 2)": None,
    "y": None,
    "[1]": None,
    "'x'": None,
    "1,000": None,
    "5%": None,
    "$1": None,
    "f(1)": None,
    "abs(x=1)": None,
    "1 << 100": None,
    "9**9**9**9": None,
    "lambda: 1": None,
    "x.y": None,
    "": None,
    "(" * 300: None,
    "1" * 5000: None,
    "().__class__": None,
}


@pytest.mark.parametrize("expression", GOLDEN)
def test_values(expression: str) -> None:
    wanted = GOLDEN[expression]
    if wanted is None:
        with pytest.raises(NotComputable):
            evaluate(expression)
    else:
        assert evaluate(expression) == wanted


def test_the_recorded_vectors() -> None:
    vectors = json.loads(shared("rewoo/vectors.json").read_text())["numexpr"]
    assert len(vectors) == 73
    for v in vectors:
        try:
            got = evaluate(v["expression"])
        except NotComputable:
            got = None
        assert got == v["result"], v
