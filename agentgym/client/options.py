"""Reading the options of a policy spec: texts in, typed values out, clear errors for the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from agentgym.errors import OptionError, nearest

Reader = Callable[[str], Any]


def boolean(text: str) -> bool:
    """Read ``true``, ``1``, ``yes``, ``on`` or nothing as true, and their opposites as false."""
    folded = text.casefold()
    if folded in ("", "1", "true", "yes", "on"):
        return True
    if folded in ("0", "false", "no", "off"):
        return False
    raise ValueError(text)


def listed(text: str) -> list[str]:
    """Read texts separated by ``|``; ``\\n`` and ``\\t`` stand for what they stand for in Python."""
    return [part.replace("\\n", "\n").replace("\\t", "\t") for part in text.split("|")]


def json_object(text: str) -> dict[str, Any]:
    """Read a JSON object."""
    return msgspec.json.decode(text, type=dict[str, Any])


_KINDS: dict[Any, str] = {
    float: "a number",
    int: "an integer",
    boolean: "true or false",
    json_object: "a JSON object",
}


def read(scheme: str, options: Mapping[str, str], readers: Mapping[str, Reader]) -> dict[str, Any]:
    """Return the options with their values read.

    Args:
        scheme: of the policy, for the messages.
        options: as written in the spec.
        readers: what each known option is read with.

    Raises:
        OptionError: an unknown option, or a value that its reader refuses.
    """
    values: dict[str, Any] = {}
    for name, text in options.items():
        reader = readers.get(name)
        if reader is None:
            raise OptionError(
                f"{scheme}: unknown option {name!r}; known: {', '.join(readers)}.{nearest(name, readers)}"
            )
        try:
            values[name] = reader(text)
        except (ValueError, msgspec.DecodeError):
            expected = _KINDS.get(reader, "of another form")
            raise OptionError(f"{scheme}: {name} must be {expected}, got {text!r}.") from None
    return values
