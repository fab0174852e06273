"""What a format does not carry, found by reading back what was written.

A line is written in the words of the format and read back as a stranger would read it. Whatever then differs from the
row is its remainder, and stands where the format allows extensions. So nothing is lost that nobody thought of, and a
field that the format does carry is not there twice: what someone changes in an export stays changed.
"""

from __future__ import annotations

from typing import Any

import msgspec

from agentgym.dataset.files import encode
from agentgym.dataset.row import Certificate, Row, Sampled, Source
from agentgym.errors import DataError
from agentgym.messages import Message


class Remainder(msgspec.Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a stranger does not read.

    Attributes:
        id: of the row, if it is read otherwise.
        source, certificate, tokens: of the row.
        tools: of the row, if they are read otherwise.
        fields: by number of a message as text, its fields that are read otherwise; ``None`` if it has no such field.
        messages: all of them, where not even their number is read.
    """

    id: str | None = None
    source: Source | None = None
    certificate: Certificate | None = None
    tokens: Sampled | None = None
    tools: list[dict[str, Any]] | None = None
    fields: dict[str, dict[str, Any]] = {}
    messages: list[Message] | None = None


def remainder(row: Row, read: Row) -> dict[str, Any]:
    """Return what is left of a row, in builtin types.

    Args:
        row: the row.
        read: as a stranger reads what was written of it.
    """
    left = Remainder(
        id=row.id if row.id != read.id else None,
        source=row.source if row.source != read.source else None,
        certificate=row.certificate if row.certificate != read.certificate else None,
        tokens=row.tokens if row.tokens != read.tokens else None,
        tools=row.tools if row.tools != read.tools else None,
    )
    if len(row.messages) != len(read.messages):
        left.messages = row.messages
    else:
        left.fields = {
            str(number): differing
            for number, (own, seen) in enumerate(zip(row.messages, read.messages, strict=True))
            if (differing := _differing(own, seen))
        }
    found: dict[str, Any] = msgspec.to_builtins(left)
    return found


def restored(read: Row, left: Any) -> Row:
    """Return a row as it was, from what a stranger reads and what was left.

    Raises:
        DataError: what was left is not ours, or not of this row.
    """
    if not left:
        return read
    try:
        own = msgspec.convert(left, Remainder)
        messages = [dict(m) for m in (read.messages if own.messages is None else own.messages)]
        for number, fields in own.fields.items():
            message = messages[int(number)]
            message.update(fields)
            messages[int(number)] = {k: v for k, v in message.items() if v is not None}
        return Row(
            id=read.id if own.id is None else own.id,
            messages=msgspec.convert(messages, list[Message]),
            tools=read.tools if own.tools is None else own.tools,
            source=own.source or read.source,
            certificate=own.certificate or read.certificate,
            tokens=own.tokens or read.tokens,
        )
    except (msgspec.ValidationError, ValueError, IndexError) as error:
        raise DataError(f"what agentgym left beside the conversation does not fit it: {error}") from None


def _differing(own: Message, seen: Message) -> dict[str, Any]:
    ours: dict[str, Any] = dict(own)
    theirs: dict[str, Any] = dict(seen)
    return {
        k: ours.get(k)
        for k in {**ours, **theirs}
        if ours.get(k) != theirs.get(k) or (k in ours) != (k in theirs)
    }


def utf8(text: str) -> str:
    """Return a text that every reader takes: halves of surrogate pairs, which a model can produce, are replaced."""
    return text.encode("utf-8", "replace").decode() if any("\ud800" <= c <= "\udfff" for c in text) else text


def json_text(value: Any) -> str:
    """Return a value as JSON text in ASCII where it must be; empty for nothing."""
    if not value:
        return ""
    return encode(value).decode().rstrip("\n")
