"""Random arguments fit the schemas that they are drawn for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from agentgym.actions import Tool
from agentgym.errors import DataError
from agentgym.formats.random_arguments import sample_arguments

WORDS = "You see a mug 1, a desk 2 and ab12."
SCHEMAS: list[dict[str, Any]] = [
    {},
    {"type": "string"},
    {"type": "string", "minLength": 30},
    {"type": "string", "maxLength": 2},
    {"type": "string", "minLength": 5, "maxLength": 5},
    {"type": "string", "pattern": "^[a-z]+[0-9]+"},
    {"type": "string", "pattern": r"^\d{4}$", "examples": ["2024"]},
    {"type": "string", "enum": ["a", "b"]},
    {"enum": [1, None, "x", [1]]},
    {"const": {"a": 1}},
    {"type": "integer"},
    {"type": "integer", "minimum": 20},
    {"type": "integer", "maximum": -3},
    {"type": "integer", "minimum": -2, "maximum": -2},
    {"type": "integer", "minimum": 1.5, "maximum": 3.2},
    {"type": "integer", "exclusiveMinimum": 8, "exclusiveMaximum": 10},
    {"type": "integer", "exclusiveMaximum": 0},
    {"type": "integer", "multipleOf": 7, "minimum": 50},
    {"type": "number"},
    {"type": "number", "minimum": 5},
    {"type": "number", "maximum": -5},
    {"type": "number", "exclusiveMinimum": 0, "maximum": 0.001},
    {"type": "number", "multipleOf": 0.5, "minimum": 3, "maximum": 4},
    {"minimum": 3, "maximum": 4},
    {"type": "boolean"},
    {"type": "null"},
    {"type": ["string", "null"]},
    {"type": ["integer", "array"], "minimum": 3, "minItems": 2},
    {"type": "array"},
    {"type": "array", "items": {"type": "integer"}, "minItems": 3, "maxItems": 4},
    {"type": "array", "maxItems": 0},
    {"type": "array", "items": {"enum": [1, 2, 3]}, "minItems": 3, "uniqueItems": True},
    {"type": "array", "items": [{"type": "integer"}, {"type": "string"}], "additionalItems": False},
    {"type": "array", "items": [{"type": "null"}], "additionalItems": {"type": "boolean"}, "minItems": 3},
    {"type": "array", "items": {"type": "array", "items": {"type": "object", "required": ["x"]}}},
    {"items": {"type": "boolean"}},
    {"type": "object"},
    {"type": "object", "properties": {"a": {"type": "integer"}, "b": True}, "required": ["a"]},
    {"type": "object", "required": ["x", "y"], "additionalProperties": {"type": "integer"}},
    {"type": "object", "minProperties": 3},
    {"type": "object", "properties": {"a": {}, "b": {}}, "required": ["b"], "maxProperties": 1},
    {"properties": {"deep": {"properties": {"n": {"type": "integer", "minimum": 100}}, "required": ["n"]}}},
    {"anyOf": [{"type": "integer"}, {"type": "string", "minLength": 9}]},
    {"oneOf": [{"type": "integer", "minimum": 3}, {"type": "boolean"}]},
    {"type": "integer", "oneOf": [{"minimum": 100}, {"maximum": -100}]},
    {"allOf": [{"type": "integer"}, {"minimum": 3}, {"maximum": 3}]},
    {
        "type": "object",
        "allOf": [
            {"properties": {"a": {"type": "null"}}, "required": ["a"]},
            {"properties": {"b": {"type": "boolean"}}, "required": ["b"]},
        ],
    },
    {"type": "integer", "not": {"enum": [0, 1, 2, 3]}},
    {"type": "integer", "if": {"minimum": 5}, "then": {"multipleOf": 2}},
    {"type": "string", "format": "date", "default": "2000-01-01"},
]


@pytest.mark.parametrize("schema", SCHEMAS, ids=str)
@pytest.mark.parametrize("observation", [WORDS, ""])
def test_they_fit(schema: dict[str, Any], observation: str) -> None:
    tool = Tool(name="t", description="", parameters={"x": schema, "y": {"type": "string"}}, optional=("y",))
    if "pattern" in schema and "examples" not in schema and not observation:
        pytest.skip("no word to draw from fits")
    rng = np.random.default_rng(1)
    for _ in range(50):
        arguments = sample_arguments(tool, observation, rng)
        assert tool.check(arguments) == arguments and arguments.keys() == {"x", "y"}


def test_they_vary_and_depend_on_the_seed_alone() -> None:
    tool = Tool(name="t", description="", parameters={"n": {"type": "integer"}, "w": {"type": "string"}})
    first, again = np.random.default_rng(3), np.random.default_rng(3)
    drawn = [sample_arguments(tool, WORDS, first) for _ in range(200)]
    assert drawn == [sample_arguments(tool, WORDS, again) for _ in range(200)]
    assert {d["n"] for d in drawn} == set(range(10)) and {d["w"] for d in drawn} == set(WORDS.split())


def test_what_cannot_be_drawn_is_said() -> None:
    tool = Tool(name="t", description="", parameters={"x": {"type": "string", "pattern": "^zzz$"}})
    with pytest.raises(DataError, match=r"No random arguments .* schema of t: t: x must match pattern"):
        sample_arguments(tool, WORDS, np.random.default_rng(0))
