"""What a request sent, and what was answered: fields of forms and values of JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from email.message import Message
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from agentgym.environments.webarena.world.evaluators.base import Exchange
from agentgym.environments.webarena.world.verified.addresses import is_pattern

_INDEX = re.compile(r"[^.\[\]]+|\[\d+\]|\[\*\]")


def header(headers: Mapping[str, str], name: str) -> str | None:
    """Return a header, whatever its case."""
    return next((v for k, v in headers.items() if k.lower() == name.lower()), None)


def posted(exchange: Exchange) -> dict[str, Any] | None:
    """Return the fields of a form (of equal names the first; of parts the last), or a JSON object.

    ``None`` where nothing was sent, or something else.
    """
    kind = header(exchange.headers, "content-type") or ""
    if not exchange.body:
        return None
    if "application/x-www-form-urlencoded" in kind:
        pairs = parse_qsl(exchange.body.decode("utf-8", "replace"), keep_blank_values=True)
        return dict(reversed(pairs))
    if "application/json" in kind:
        value = decoded(exchange.body)
        return value if isinstance(value, dict) else None
    return _parts(kind, exchange.body) if "multipart/form-data" in kind else None


def decoded(raw: bytes) -> Any:
    """Return the value of a JSON text; ``None`` if it is none."""
    try:
        return msgspec.json.decode(raw)
    except msgspec.DecodeError:
        return None


def value_at(values: Mapping[str, Any], key: str) -> Any:
    """Return what a key means: a name, a path (``$.a.b[0]``), a pattern of a name (``$.^...$``); ``None`` if nothing.

    A pattern that fits several names means none of them.
    """
    pattern = key.removeprefix("$.")
    if is_pattern(pattern):
        found = [value for name, value in values.items() if re.match(pattern, name)]
        return found[0] if len(found) == 1 else None
    if not key.startswith("$"):
        return values.get(key.strip())
    found_at = at_path(values, key)
    if found_at is None:  # JSON may be in the texts of JSON.
        inner = {k: decoded(v.encode()) if isinstance(v, str) else v for k, v in values.items()}
        found_at = at_path(inner, key)
    return found_at


def at_path(value: Any, path: str) -> Any:
    """Return what a path such as ``$.a.b[0]`` leads to; ``None`` where it leads nowhere."""
    for part in _INDEX.findall(path.removeprefix("$")):
        if part.startswith("["):
            number = 0 if part == "[*]" else int(part[1:-1])
            listed = isinstance(value, Sequence) and not isinstance(value, str) and number < len(value)
            value = value[number] if listed else None
        else:
            value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _parts(kind: str, body: bytes) -> dict[str, Any]:
    message: Message = BytesParser().parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    fields = {}
    for part in message.get_payload() if message.is_multipart() else ():
        if isinstance(part, Message):
            raw = part.get_payload(decode=True)
            name = part.get_param("name", header="content-disposition")
            fields[str(name)] = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
    return fields
