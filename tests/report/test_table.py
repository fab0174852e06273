"""A table: headings that can be told apart, values as text."""

from __future__ import annotations

import pytest

from agentgym.report.table import Column, Table


def table(*columns: Column) -> Table:
    return Table(name="t", title="T", columns=list(columns), rows=[])


def test_headings_that_are_there_twice_are_told_apart_by_the_one_before() -> None:
    made = table(Column("policy"), Column("steps"), Column("a task"), Column("cost"), Column("a task"))
    assert made.keys() == ["policy", "steps", "steps a task", "cost", "cost a task"]


def test_numbers_are_written_in_the_form_of_their_column_and_texts_as_they_are() -> None:
    made = table(Column("name"), Column("share", ".3f"), Column("episodes", ","), Column("free"))
    assert made.text(["a", 0.12349, 12345, 0.5]) == ["a", "0.123", "12,345", "0.5"]
    assert made.text(["7", "unknown", 0, 3]) == ["7", "unknown", "0", "3"]


def test_what_does_not_exist_is_no_zero() -> None:
    made = table(Column("score", ".2f"), Column("cost"))
    assert made.text([None, None]) == ["–", "–"] and made.text([0.0, 0]) == ["0.00", "0"]


def test_a_row_of_another_length_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"shorter|longer"):
        table(Column("a"), Column("b")).text([1])
