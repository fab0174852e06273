"""Texts as a TOML file: what ``agentgym prompts export`` writes, a person edits, and ``prompts=FILE`` reads.

``env``, ``profile`` and ``action_format`` say what the texts are for, ``[texts]`` holds the templates and
``[[openings.KIND]]`` the messages that open a conversation (``KIND`` is ``""`` where all kinds of tasks have the same).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from agentgym.errors import DataError, OptionError
from agentgym.messages import Message
from agentgym.prompts.texts import Texts

T = TypeVar("T", bound=Texts)
_LARGEST = 16 << 20
"""Bytes of the largest file that is read."""
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_OWN = ("openings", "schemas", "source")


class Head(msgspec.Struct, frozen=True):
    """What the texts of a file are for."""

    env: str
    profile: str
    action_format: str


def write(head: Head, texts: Texts) -> str:
    """Return texts as TOML. What :func:`read` makes of it is the same, to the character."""
    values = msgspec.to_builtins(texts)
    plain = {name: value for name, value in values.items() if name not in _OWN}
    document: dict[str, Any] = {**msgspec.structs.asdict(head), "texts": plain}
    if texts.openings:
        document["openings"] = {k: [_told(m) for m in messages] for k, messages in texts.openings.items()}
    if texts.schemas:
        document["schemas"] = texts.schemas
    return "".join(_table(document, ())).lstrip("\n")


def read(path: Path, raw: bytes, head: Head, kind: type[T]) -> T:
    """Return the texts of a file.

    Args:
        path: names the file in errors.
        raw: what it holds.
        head: the environment, profile and action format that the texts are wanted for.
        kind: the environment's own kind of texts.

    Raises:
        DataError: it is no such file: what was expected, and where.
        OptionError: its texts are for something else.
    """
    if len(raw) > _LARGEST:
        raise DataError(f"{path} is too large for a file of prompts: {len(raw)} bytes, at most {_LARGEST}.")
    try:
        document = tomllib.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise DataError(f"{path} is no TOML file: {error}.") from None
    try:
        found = msgspec.convert({k: document.pop(k) for k in Head.__struct_fields__ if k in document}, Head)
        plain = document.pop("texts", {})
        if unknown := [*document.keys() - {"openings", "schemas"}, *plain.keys() - {*kind.__struct_fields__}]:
            raise msgspec.ValidationError(f"there is no {unknown[0]!r} among the texts of {head.env}")
        texts = msgspec.convert({**plain, **document}, kind)
        openings = {k: [_message(m) for m in messages] for k, messages in texts.openings.items()}
    except (msgspec.ValidationError, AttributeError, RecursionError) as error:
        raise DataError(
            f"{path} is no file of prompts: {error}. `agentgym prompts export` writes one."
        ) from None
    if found != head:
        said, wanted = (
            f"{h.env}, profile {h.profile}, action format {h.action_format}" for h in (found, head)
        )
        raise OptionError(
            f"The prompts of {path} are for {said}; they were asked for {wanted}. Export these, or make the "
            "environment as the file says."
        )
    return msgspec.structs.replace(texts, openings=openings)


def _told(message: Message) -> dict[str, Any]:
    return {key: value for key, value in message.items() if key != "loss"}


def _message(message: Message) -> Message:
    return {**message, "loss": False} if message["role"] == "assistant" else message


def _table(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """Yield the lines of a table: its own values first, then the tables in it."""
    inner = {k: v for k, v in table.items() if isinstance(v, Mapping) or _is_tables(v)}
    for key, value in table.items():
        if key not in inner:
            yield f"{_key(key)} = {_value(value)}\n"
    for key, value in inner.items():
        name = ".".join(map(_key, (*path, key)))
        for one in value if isinstance(value, list) else [value]:
            yield f"\n[[{name}]]\n" if isinstance(value, list) else f"\n[{name}]\n"
            yield from _table(one, (*path, key))


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, Mapping) for v in value)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _line(key)


def _value(value: Any) -> str:
    if isinstance(value, str):
        return _block(value) if "\n" in value else _line(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + "}"
    raise AssertionError(f"TOML has no {type(value).__name__}")


_QUOTED = re.compile(r'"(?="|\Z)')
"""A quote that would end a text, alone or with others."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace("\t", "\\t")
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _line(text: str) -> str:
    quoted = _escaped(text).replace('"', '\\"').replace("\n", "\\n")
    return f'"{quoted}"'


def _block(text: str) -> str:
    """Return a text of several lines; TOML leaves the first line break out."""
    quoted = _QUOTED.sub('\\\\"', _escaped(text))
    return f'"""\n{quoted}"""'
