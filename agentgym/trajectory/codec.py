"""Episodes to lines of JSON and back."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from agentgym.errors import DataError
from agentgym.trajectory import schema1
from agentgym.trajectory.episode import SCHEMA, Episode

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Episode)


class TornLine(Exception):
    """A line that is no complete JSON document: the process died while it was written."""


def encode(episode: Episode) -> bytes:
    """Return the episode as one line of JSON, with its newline.

    Text with lone surrogates (a model can produce them) is written with ``\\u`` escapes, so nothing is lost.
    """
    try:
        return _encoder.encode(episode) + b"\n"
    except UnicodeEncodeError:
        return json.dumps(msgspec.to_builtins(episode), ensure_ascii=True).encode() + b"\n"


def decode(line: bytes) -> Episode:
    """Read one line.

    Raises:
        TornLine: the line is no complete JSON document.
        DataError: it is JSON but no episode, one of a newer schema, or one with a reward that no environment gives.
    """
    try:
        episode = _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        episode = _decode_raw(line)
    if episode.schema != SCHEMA:
        episode = _decode_raw(line)
    if not is_reward(episode.reward):
        raise DataError(
            f"The reward of episode {episode.key!r} is {episode.reward}: expected a number in [0, 1] or null. "
            "It is in no mean; correct it in the log, or take the episode out."
        )
    return episode


def is_reward(value: float | None) -> bool:
    """Whether a reward is one that an environment can have given; not a number is none."""
    return value is None or 0.0 <= value <= 1.0


def _decode_raw(line: bytes) -> Episode:
    """Read what the fast decoder does not: lone surrogates, which msgspec refuses, and older schemas."""
    try:
        raw: Any = json.loads(line)
    except ValueError:
        raise TornLine(f"{line[:80]!r}") from None
    schema = raw.get("schema", SCHEMA) if isinstance(raw, dict) else SCHEMA
    if isinstance(schema, int) and schema > SCHEMA:
        raise DataError(
            f"The log has schema {schema}, this agentgym reads up to {SCHEMA}: update agentgym to read it."
        )
    try:
        return schema1.upgrade(raw) if schema == 1 else msgspec.convert(raw, Episode)
    except (msgspec.ValidationError, KeyError, TypeError, AttributeError) as error:
        raise _no_episode(line, error) from None


def _no_episode(line: bytes, error: Exception) -> DataError:
    return DataError(f"A line of the log is no episode: {error}. Line begins: {line[:120]!r}")
