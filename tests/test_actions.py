"""Tools check the arguments of a call, and say what is wrong with them."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from agentgym.actions import Action, ParseError, Tool
from agentgym.errors import DataError

ROW = {
    "type": "object",
    "properties": {"x": {"type": "string", "minLength": 2}, "k": {"enum": ["a", "b"]}},
    "required": ["x"],
    "additionalProperties": False,
}
TOOL = Tool(
    name="t",
    description="",
    parameters={
        "n": {"type": "integer", "minimum": 1, "maximum": 5},
        "c": {"type": "string", "enum": ["a", "b"]},
        "rows": {"type": "array", "items": ROW, "minItems": 1},
        "u": {"type": ["string", "null"]},
        "f": {"type": "number"},
        "p": {"type": "string", "pattern": "^a"},
        "{odd}.name": {"type": "string"},
    },
    optional=("c", "rows", "u", "f", "p", "{odd}.name"),
)


@pytest.mark.parametrize(
    "arguments",
    [
        {"n": 1},
        {"n": 5, "c": "b", "rows": [{"x": "ab"}, {"x": "cd", "k": "a"}], "u": None, "f": 1.5, "p": "ab"},
        {"n": 1, "u": "text", "f": 2},
        {"n": 1, "{odd}.name": "x"},
        {"n": 1, "rows": ({"x": "ab"},)},
    ],
)
def test_what_fits_is_returned(arguments: dict[str, Any]) -> None:
    assert TOOL.check(arguments) == {k: list(v) if isinstance(v, tuple) else v for k, v in arguments.items()}


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        ([1], "t takes a JSON object of arguments, got array."),
        (None, "t takes a JSON object of arguments, got null."),
        ({}, "t takes (n, c, rows, u, f, p, {odd}.name); missing: n."),
        ({"n": 1, "x": 2}, "t takes (n, c, rows, u, f, p, {odd}.name); not known: x."),
        ({"x": 2}, "t takes (n, c, rows, u, f, p, {odd}.name); missing: n; not known: x."),
        ({"n": True}, "t: n must be a JSON integer, got boolean."),
        ({"n": "1"}, "t: n must be a JSON integer, got string."),
        ({"n": 0}, "t: n must be bigger than or equal to 1, got 0."),
        ({"n": 6}, "t: n must be smaller than or equal to 5, got 6."),
        ({"n": 1, "c": "z"}, "t: c must be one of ['a', 'b'], got 'z'."),
        ({"n": 1, "rows": []}, "t: rows must contain at least 1 items, got []."),
        ({"n": 1, "rows": [{"x": "ab"}, {"x": 3}]}, "t: rows[1].x must be a JSON string, got integer."),
        (
            {"n": 1, "rows": [{"x": "a"}]},
            "t: rows[0].x must be longer than or equal to 2 characters, got 'a'.",
        ),
        ({"n": 1, "rows": [{"x": "ab", "k": "c"}]}, "t: rows[0].k must be one of ['a', 'b'], got 'c'."),
        ({"n": 1, "u": 1}, "t: u must be a JSON string or null, got integer."),
        ({"n": 1, "f": True}, "t: f must be a JSON number, got boolean."),
        ({"n": 1, "p": "b"}, "t: p must match pattern ^a, got 'b'."),
        ({"n": 1, "{odd}.name": 1}, "t: {odd}.name must be a JSON string, got integer."),
    ],
)
def test_what_does_not_fit_is_told(arguments: object, hint: str) -> None:
    with pytest.raises(ParseError) as caught:
        TOOL.check(arguments)
    assert (caught.value.kind, caught.value.hint) == ("bad_arguments", hint)


@pytest.mark.parametrize("rows", [[{}], [{"x": "ab", "z": 1}], "ab", [1], {"0": {"x": "ab"}}])
def test_nested_arguments_are_checked(rows: object) -> None:
    with pytest.raises(ParseError, match=r"t: rows"):
        TOOL.check({"n": 1, "rows": rows})


def test_hints_stay_short() -> None:
    with pytest.raises(ParseError) as caught:
        TOOL.check({"n": 1, "c": "z" * 100_000})
    assert len(caught.value.hint) < 200


def test_a_whole_number_with_a_fraction_is_an_integer() -> None:
    whole = TOOL.check({"n": 1.0, "rows": [{"x": "ab"}]})
    assert whole == {"n": 1, "rows": [{"x": "ab"}]} and isinstance(whole["n"], int)
    for value in (1.5, float("inf"), float("nan")):
        with pytest.raises(ParseError):
            TOOL.check({"n": value})


def test_defaults_and_formats_only_describe() -> None:
    tool = Tool(
        name="t",
        description="",
        parameters={"d": {"type": "string", "format": "date", "default": "2000-01-01"}},
        optional=("d",),
    )
    assert tool.check({}) == {} and tool.check({"d": "tomorrow"}) == {"d": "tomorrow"}


@pytest.mark.parametrize("wrong", [{"type": "int"}, {"type": "string", "pattern": "("}, {"minimum": "x"}])
def test_a_schema_that_is_none_is_the_authors_error(wrong: dict[str, Any]) -> None:
    with pytest.raises(DataError, match="The schema of the tool t"):
        Tool(name="t", description="", parameters={"n": wrong}).check({"n": "1"})


def test_a_tool_that_was_used_can_be_copied() -> None:
    TOOL.check({"n": 1})
    for copied in (pickle.loads(pickle.dumps(TOOL)), copy.copy(TOOL), copy.deepcopy(TOOL)):
        assert copied == TOOL and copied.check({"n": 2}) == {"n": 2}


def test_the_schema_is_that_of_function_calling() -> None:
    function = Tool(
        name="t", description="d", parameters={"a": {"type": "string"}, "b": {}}, optional=("b",)
    ).schema()["function"]
    assert function["name"] == "t" and function["parameters"] == {
        "type": "object",
        "properties": {"a": {"type": "string"}, "b": {}},
        "required": ["a"],
        "additionalProperties": False,
    }


def test_an_action_gives_its_arguments_by_name() -> None:
    assert Action(name="t", arguments={"n": 1})["n"] == 1
