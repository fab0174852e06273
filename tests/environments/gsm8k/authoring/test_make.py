"""The generator of word problems."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import islice

from agentgym.environments.gsm8k.authoring.make import SIZES, draw, is_plain, make
from agentgym.environments.gsm8k.authoring.templates import TEMPLATES
from agentgym.environments.gsm8k.tasks import STORE, Entry, load
from agentgym.stores import read_store


def test_what_ships_is_what_is_made() -> None:
    assert read_store(STORE, list[Entry]) == make()
    assert {split: len(load(None, split)) for split in SIZES} == SIZES
    assert all(is_plain(entry.problem) for entry in make() if entry.split == "test")


def test_every_annotated_calculation_is_right_and_the_last_is_the_answer() -> None:
    for name, problem in islice(draw(3), 40 * len(TEMPLATES)):
        steps = re.findall(r"<<([-\d.]+)([-+*/])([-\d.]+)=([-\d.]+)>>", problem.answer)
        assert steps, name
        for left, sign, right, result in steps:
            a, b = Fraction(left), Fraction(right)
            value = {"+": a + b, "-": a - b, "*": a * b}[sign] if sign != "/" else a / b
            assert value == Fraction(result), (name, problem.answer)
        assert problem.result == steps[-1][3] and "<<" not in problem.rationale
        assert problem.question.endswith("?")
