"""Actions, the tools that describe them, and the typed error of an output that is neither."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Literal

import fastjsonschema
import msgspec

from agentgym.errors import DataError

ParseKind = Literal["no_action", "unknown_action", "bad_arguments", "bad_json"]


class ParseError(Exception):
    """A model output that does not parse into an action.

    Attributes:
        kind: ``no_action`` (the grammar found nothing), ``unknown_action`` (a name that is not offered),
            ``bad_arguments`` (missing, superfluous or of the wrong type), ``bad_json``.
        hint: one sentence that tells the model what was expected; becomes the observation where the
            profile lets an episode go on.
    """

    def __init__(self, kind: ParseKind, hint: str) -> None:
        super().__init__(hint)
        self.kind = kind
        self.hint = hint


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """One parsed action: a name, its arguments, and what the model said around it.

    ``text`` is the action in the environment's native grammar (``go to desk 1``, ``search[mug]``), the form
    that admissible actions are listed in. ``calls`` counts the tool calls of the message: only the first is
    performed unless an environment says otherwise, the others are answered as not executed.
    """

    name: str
    arguments: Mapping[str, Any] = msgspec.field(default_factory=dict)
    thought: str = ""
    text: str = ""
    calls: int = 1

    def __getitem__(self, argument: str) -> Any:
        return self.arguments[argument]

    def with_thought(self, thought: str) -> Action:
        """Return the action with a thought; at every step, so without the general way of replacing fields."""
        return Action(
            name=self.name, arguments=self.arguments, thought=thought, text=self.text, calls=self.calls
        )


class Tool(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A tool: a name, a sentence about it and the JSON schema of its arguments.

    ``parameters`` maps each argument to its JSON schema (``{"query": {"type": "string"}}``); all are required
    unless listed in ``optional``. Schemas are those of draft 7; ``format`` and ``default`` only describe.
    """

    name: str
    description: str
    parameters: Mapping[str, Mapping[str, Any]] = msgspec.field(default_factory=dict)
    optional: tuple[str, ...] = ()

    @property
    def required(self) -> list[str]:
        """Names of the required arguments, in order."""
        return [p for p in self.parameters if p not in self.optional]

    def schema(self) -> dict[str, Any]:
        """Return the tool in the form of OpenAI's ``tools`` parameter."""
        return {
            "type": "function",
            "function": {
                "name": self.name,
                "description": self.description,
                "parameters": {
                    "type": "object",
                    "properties": {k: dict(v) for k, v in self.parameters.items()},
                    "required": self.required,
                    "additionalProperties": False,
                },
            },
        }

    def check(self, arguments: object) -> dict[str, Any]:
        """Return the arguments if they fit the schema.

        Whole numbers that are written as ``1.0`` become integers where the schema speaks of integers: in JSON they
        are the same number.

        Raises:
            ParseError: a missing or superfluous argument, or one that does not fit its schema.
            DataError: the tool's schema itself is none.
        """
        if not isinstance(arguments, dict):
            raise ParseError(
                "bad_arguments", f"{self.name} takes a JSON object of arguments, got {_kind(arguments)}."
            )
        validate, integers = self._compiled
        try:
            validate(arguments)
        except fastjsonschema.JsonSchemaValueException as error:
            raise ParseError("bad_arguments", self._hint(arguments, error)) from None
        return _with_integers(arguments) if integers else arguments

    @cached_property
    def _compiled(self) -> tuple[Callable[[Any], Any], bool]:
        schema = self.schema()["function"]["parameters"]
        try:
            validate = fastjsonschema.compile(schema, use_default=False, use_formats=False)
        except (fastjsonschema.JsonSchemaDefinitionException, re.error) as error:
            raise DataError(f"The schema of the tool {self.name} cannot be used: {error}.") from error
        return validate, b'"integer"' in msgspec.json.encode(schema)

    def _hint(self, arguments: dict[str, Any], error: fastjsonschema.JsonSchemaValueException) -> str:
        missing = [p for p in self.required if p not in arguments]
        extra = [p for p in arguments if p not in self.parameters]
        if missing or extra:
            wrong = [f"missing: {', '.join(missing)}"] if missing else []
            wrong += [f"not known: {', '.join(extra)}"] if extra else []
            return f"{self.name} takes ({', '.join(self.parameters) or 'no arguments'}); {'; '.join(wrong)}."
        name, rule, expected = error.name or "", error.rule, error.rule_definition
        where = name.removeprefix("data.")
        if rule == "type":
            types = expected if isinstance(expected, str) else " or ".join(expected)
            return f"{self.name}: {where} must be a JSON {types}, got {_kind(error.value)}."
        if rule == "enum":
            return f"{self.name}: {where} must be one of {list(expected)}, got {error.value!r:.80}."
        return f"{self.name}: {error.message.replace(name, where, 1)}, got {error.value!r:.80}."


_KINDS = {
    str: "string", bool: "boolean", int: "integer", list: "array", tuple: "array", dict: "object", type(None): "null"
}  # fmt: skip


def _kind(value: object) -> str:
    return _KINDS.get(type(value), type(value).__name__)


def _with_integers(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {k: _with_integers(v) for k, v in value.items()}
    return [_with_integers(v) for v in value] if isinstance(value, (list, tuple)) else value
