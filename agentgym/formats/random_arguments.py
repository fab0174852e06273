"""Random arguments for a tool, for the random policy where no list of admissible actions exists."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from agentgym.actions import Action, ParseError, Tool
from agentgym.errors import DataError

_TRIES = 100


def sample_arguments(tool: Tool, observation: str, rng: np.random.Generator) -> dict[str, Any]:
    """Draw arguments that fit the tool's schema; texts are words of the last observation.

    Raises:
        DataError: nothing that was drawn fits: the schema asks for what cannot be met by trying (``pattern``,
            ``not``, ``if``). The environment then draws its own, see :meth:`agentgym.AgentEnv.sample_action`.
    """
    draw = _Draw(observation.split() or ["?"], rng)
    for _ in range(_TRIES):
        try:
            return tool.check({name: draw.value(schema) for name, schema in tool.parameters.items()})
        except ParseError as error:
            misfit = error.hint
    raise DataError(f"No random arguments were found that fit the schema of {tool.name}: {misfit}")


def sample_call(tools: Sequence[Tool], observation: str, rng: np.random.Generator) -> Action:
    """Draw a call of one of the tools, with :func:`sample_arguments`."""
    tool = tools[int(rng.integers(len(tools)))]
    return Action(name=tool.name, arguments=sample_arguments(tool, observation, rng))


class _Draw:
    def __init__(self, words: list[str], rng: np.random.Generator) -> None:
        self.words = words
        self.rng = rng
        self.kinds: dict[str, Callable[[Mapping[str, Any]], Any]] = {
            "integer": self._integer,
            "number": self._number,
            "boolean": lambda _: bool(rng.integers(2)),
            "null": lambda _: None,
            "array": self._array,
            "object": self._object,
            "string": self._string,
        }

    def value(self, schema: Mapping[str, Any] | bool) -> Any:
        """Draw a value for a schema."""
        if isinstance(schema, bool):
            schema = {}
        for several in ("anyOf", "oneOf"):
            if several in schema:
                rest = {k: v for k, v in schema.items() if k != several}
                return self.value(_merged(rest, self._one(schema[several])))
        if "allOf" in schema:
            rest = {k: v for k, v in schema.items() if k != "allOf"}
            for part in schema["allOf"]:
                rest = _merged(rest, part)
            return self.value(rest)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self._one(list(schema["enum"]))
        kind = schema.get("type") or _kind_of(schema)
        return self.kinds[self._one(kind) if isinstance(kind, list) else kind](schema)

    def _one(self, choices: list[Any]) -> Any:
        return choices[int(self.rng.integers(len(choices)))]

    def _integer(self, schema: Mapping[str, Any]) -> int:
        low, high = _range(schema, 9)
        step = schema.get("multipleOf", 1)
        first, last = math.ceil(low / step), math.floor(high / step)
        first += first * step == schema.get("exclusiveMinimum")
        last -= last * step == schema.get("exclusiveMaximum")
        return int(self.rng.integers(first, max(first, last) + 1) * step)

    def _number(self, schema: Mapping[str, Any]) -> float:
        if "multipleOf" in schema:
            low, high = _range(schema, 9 * schema["multipleOf"])
            step = schema["multipleOf"]
            first, last = math.ceil(low / step), math.floor(high / step)
            return float(self.rng.integers(first, max(first, last) + 1) * step)
        low, high = _range(schema, 1)
        return float(self.rng.uniform(low, high))

    def _string(self, schema: Mapping[str, Any]) -> str:
        words = self.words
        if "pattern" in schema:
            told = [str(t) for t in (*schema.get("examples", ()), schema.get("default", ""))]
            words = [w for w in (*told, *words) if re.search(schema["pattern"], w)] or words
        text: str = self._one(words)
        while len(text) < schema.get("minLength", 0):
            text += " " + self._one(words)
        return text[: schema.get("maxLength")]

    def _array(self, schema: Mapping[str, Any]) -> list[Any]:
        least = max(schema.get("minItems", 1), 1)
        items = schema.get("items", {})
        each = items if isinstance(items, list) else []
        rest = schema.get("additionalItems", {}) if isinstance(items, list) else items
        count = min(max(least, len(each)), schema.get("maxItems", math.inf))
        drawn: list[Any] = []
        for _ in range(_TRIES):
            if len(drawn) == count:
                break
            value = self.value(each[len(drawn)] if len(drawn) < len(each) else rest)
            if not schema.get("uniqueItems") or value not in drawn:
                drawn.append(value)
        return drawn

    def _object(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        inner, others = schema.get("properties", {}), schema.get("additionalProperties", {})
        required = schema.get("required", [])
        names = list(dict.fromkeys([*inner, *required]))
        if "maxProperties" in schema:
            names = sorted(names, key=lambda n: n not in required)[: schema["maxProperties"]]
        for number in range(schema.get("minProperties", 0) - len(names)):
            names.append(f"{self._one(self.words)}{number}")
        return {name: self.value(inner.get(name, others)) for name in names}


def _range(schema: Mapping[str, Any], width: float) -> tuple[float, float]:
    lowest = [schema[k] for k in ("minimum", "exclusiveMinimum") if k in schema]
    highest = [schema[k] for k in ("maximum", "exclusiveMaximum") if k in schema]
    if not highest:
        low = max(lowest, default=0)
        return low, width if low < width else low + width
    high = min(highest)
    return max(lowest) if lowest else 0 if high > 0 else high - width, high


def _kind_of(schema: Mapping[str, Any]) -> str:
    # Without a type every kind fits; the one whose rules are given is drawn.
    of = {"properties": "object", "required": "object", "items": "array", "minItems": "array", "minimum": "number",
          "maximum": "number", "multipleOf": "number"}  # fmt: skip
    return next((kind for key, kind in of.items() if key in schema), "string")


def _merged(one: Mapping[str, Any], other: Mapping[str, Any] | bool) -> dict[str, Any]:
    merged = {**one, **({} if isinstance(other, bool) else other)}
    for key in ("properties", "required"):
        if key in one and not isinstance(other, bool) and key in other:
            both = one[key], other[key]
            merged[key] = {**both[0], **both[1]} if key == "properties" else [*both[0], *both[1]]
    return merged
