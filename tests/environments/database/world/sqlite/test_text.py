"""Texts as MySQL sees them."""

from __future__ import annotations

import pytest

from agentgym.environments.database.world.sqlite.text import compare, fold, leading, text_of


def test_neither_case_nor_accents_count() -> None:
    assert fold("Zürich") == fold("ZURICH") == "zurich"
    assert compare("Ñandú", "nandu") == 0 and compare("a", "B") < 0 < compare("b", "A")


@pytest.mark.parametrize(
    ("value", "text"), [(2.0, "2"), (2.5, "2.5"), (3, "3"), (b"\xc3\xa9", "é"), ("x", "x")]
)
def test_values_become_text_as_on_the_server(value: object, text: str) -> None:
    assert text_of(value) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "number"), [("12 apples", 12.0), (" -3.5e1x", -35.0), (".5", 0.5), ("apples", 0.0), ("", 0.0)]
)
def test_a_text_is_the_number_it_begins_with(text: str, number: float) -> None:
    assert leading(text) == number
