"""The answer as WebArena-Verified wants it: one JSON object with the kind of task, a status and typed data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from agentgym.environments.webarena.world.evaluators.base import End, Verdict
from agentgym.environments.webarena.world.verified.values import COMPARISONS, Comparison, same_text
from agentgym.errors import DataError

_FENCED = re.compile(r"```(?:json)?\s*\n?(.*?)\n?```", re.DOTALL)


class Response:
    """Compares the answer's kind, status and data.

    Data are compared as their schema says, in any order unless it is ``ordered``. Where the expectation has a list in
    the place of one value, each of its values is right.

    Raises:
        DataError: the configuration cannot be used.
    """

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.expected = given["expected"]
        self.schema: Mapping[str, Any] = given.get("results_schema") or {"type": "null"}
        self.ordered = bool(given.get("ordered"))
        _check(self.schema)

    def judge(self, end: End) -> Verdict:
        """Return 1 or 0."""
        answer = read(end.answer)
        return Verdict(float(answer is not None and self.fits(answer)))

    def fits(self, answer: Mapping[str, Any]) -> bool:
        """Say whether an answer is right."""
        kind = answer.get("task_type", answer.get("performed_operation"))
        for wanted, given in (
            (self.expected["task_type"], kind),
            (self.expected["status"], answer.get("status")),
        ):
            if given is None or not same_text(wanted, given):
                return False
        if not same_text(self.expected["task_type"], "retrieve"):
            return True  # What it says besides is not looked at: the requests tell what was done.
        wanted, given = self.expected.get("retrieved_data"), answer.get("retrieved_data")
        if not wanted and not isinstance(wanted, (int, float)):
            return not given and not isinstance(given, (int, float))
        if given is None or given in ([], ""):
            return False
        items = self.schema.get("items", self.schema)
        wanted = wanted if isinstance(wanted, list) else [wanted]
        given = given if isinstance(given, list) else [given]
        return lists_fit(wanted, given, items, ordered=self.ordered)


def read(text: str) -> Mapping[str, Any] | None:
    """Return the JSON object of an answer, which may stand in a fenced block; ``None`` if there is none."""
    found = _FENCED.search(text)
    try:
        value = msgspec.json.decode((found[1] if found else text).strip())
    except msgspec.DecodeError:
        return None
    return value if isinstance(value, dict) else None


def lists_fit(
    wanted: Sequence[Any], given: Sequence[Any], schema: Mapping[str, Any], *, ordered: bool
) -> bool:
    """Say whether two lists hold the same; each value is used once."""
    if len(wanted) != len(given):
        return False
    if ordered:
        return all(fits(w, g, schema) for w, g in zip(wanted, given, strict=True))
    left = list(given)
    for value in wanted:
        match = next((place for place, other in enumerate(left) if fits(value, other, schema)), None)
        if match is None:
            return False
        del left[match]
    return True


def fits(wanted: Any, given: Any, schema: Mapping[str, Any]) -> bool:
    """Say whether a value is what is expected."""
    if isinstance(wanted, list) and schema.get("type") != "array":
        return any(fits(option, given, schema) for option in wanted)
    if isinstance(wanted, Mapping) and schema.get("format") != "coordinates":
        if not isinstance(given, Mapping):
            return False
        inner = schema.get("properties", {})
        return all(
            key in given and fits(value, given[key], inner.get(key, {})) for key, value in wanted.items()
        )
    if schema.get("type") == "array":
        if not isinstance(wanted, list):
            return False
        others = given if isinstance(given, list) else [given]
        return lists_fit(wanted, others, schema.get("items", {}), ordered=False)
    if wanted is None:
        return given is None or given == ""
    return _comparison(schema, wanted)(wanted, given)


def _comparison(schema: Mapping[str, Any], wanted: Any) -> Comparison:
    if isinstance(schema.get("format"), str):
        return COMPARISONS[schema["format"]]
    kind = schema.get("type")
    if isinstance(kind, str) and kind in COMPARISONS:
        return COMPARISONS[kind]
    return COMPARISONS[
        "number" if isinstance(wanted, (int, float)) and not isinstance(wanted, bool) else "string"
    ]


def _check(schema: Mapping[str, Any]) -> None:
    form, kind = schema.get("format"), schema.get("type")
    if form is not None and form not in COMPARISONS:
        raise DataError(
            f"results_schema has the format {form!r}, which is not known: {', '.join(COMPARISONS)}."
        )
    if form is None and kind not in (None, "null", "array", "object", *COMPARISONS):
        raise DataError(f"results_schema has the type {kind!r}, which is not known.")
    for inner in (*filter(None, [schema.get("items")]), *schema.get("properties", {}).values()):
        _check(inner)
