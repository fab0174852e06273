"""Actions, the tools that describe them, and the typed error of an output that is neither."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

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


class Tool(msgspec.Struct, frozen=True, kw_only=True):
    """A tool: a name, a sentence about it and the JSON schema of its arguments.

    ``parameters`` maps each argument to its JSON schema (``{"query": {"type": "string"}}``); all are required
    unless listed in ``optional``.
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

        Raises:
            ParseError: a missing or superfluous argument, or one of the wrong JSON type.
        """
        if not isinstance(arguments, dict):
            raise ParseError(
                "bad_arguments", f"{self.name} takes a JSON object of arguments, got {_kind(arguments)}."
            )
        missing = [p for p in self.required if p not in arguments]
        extra = [p for p in arguments if p not in self.parameters]
        if missing or extra:
            wrong = [f"missing: {', '.join(missing)}"] if missing else []
            wrong += [f"not known: {', '.join(extra)}"] if extra else []
            raise ParseError(
                "bad_arguments",
                f"{self.name} takes ({', '.join(self.parameters) or 'no arguments'}); {'; '.join(wrong)}.",
            )
        for key, value in arguments.items():
            expected = self.parameters[key].get("type")
            if isinstance(expected, str) and not _fits(value, expected):
                raise ParseError(
                    "bad_arguments", f"{self.name}: {key} must be a JSON {expected}, got {_kind(value)}."
                )
            choices = self.parameters[key].get("enum")
            if choices is not None and value not in choices:
                raise ParseError(
                    "bad_arguments", f"{self.name}: {key} must be one of {list(choices)}, got {value!r}."
                )
        return arguments


_JSON_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list, tuple),
    "object": (dict,),
    "null": (type(None),),
}


def _fits(value: object, expected: str) -> bool:
    if isinstance(value, bool) and expected in ("integer", "number"):
        return False
    return isinstance(value, _JSON_TYPES.get(expected, (object,)))


def _kind(value: object) -> str:
    for name in _JSON_TYPES:
        if name != "number" and _fits(value, name):
            return name
    return type(value).__name__
