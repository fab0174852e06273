"""Functions of JSON documents."""

from __future__ import annotations

import json
import re
from typing import Any

from agentgym.environments.database.world.mysql.errors import unsupported


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise unsupported("text that is no JSON as JSON") from None


def json_valid(text: str) -> int:
    """JSON_VALID."""
    if any(letter < " " for letter in text) or "\\" in text:
        raise unsupported("JSON with escapes or control characters")

    def none(word: str) -> None:
        raise ValueError(word)

    try:
        json.loads(text, parse_constant=none)
    except RecursionError:
        raise unsupported("JSON that is nested so deeply") from None
    except ValueError:
        if re.search(r"\d[.eE]", text):
            raise unsupported("such numbers in JSON") from None
        return 0
    return 1


def json_length(text: str) -> int:
    """JSON_LENGTH of the whole document."""
    value = _json(text)
    return len(value) if isinstance(value, (list, dict)) else 1


def json_contains(target: str, candidate: str) -> int:
    """JSON_CONTAINS of a value in a list of values."""
    whole, part = _json(target), _json(candidate)
    if isinstance(part, (list, dict)) or not isinstance(whole, list):
        raise unsupported("JSON_CONTAINS of this")
    if any(isinstance(w, (list, dict)) for w in whole):
        raise unsupported("JSON_CONTAINS of this")
    return int(any(type(w) is type(part) and w == part for w in whole))
