"""The label formats of the environments read and write as the hand-written ones did that they stand for.

The vectors are drawn from a comparison of both over 200,000 random messages a format; the results are those of the
earlier implementations, but for what was corrected since, after the originals: ALFWorld's labels count in capitals
alone, and an empty command is one under ``paper``; between WebShop's brackets stands no bracket, else the whole is an
action that does nothing.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agentgym.actions import ParseError

from .parsers import LABELS

VECTORS = [json.loads(line) for line in Path(__file__).with_name("label_vectors.jsonl").open()]


@pytest.mark.parametrize("name", LABELS)
def test_messages_are_read_as_before(name: str) -> None:
    vectors = [(message, expected) for of, message, expected in VECTORS if of == name]
    assert len(vectors) > 20
    for message, expected in vectors:
        assert _outcome(name, message) == expected, message


def _outcome(name: str, message: str) -> dict[str, Any]:
    try:
        action = LABELS[name].parse(message)
    except ParseError as error:
        return {"refused": error.kind, "hint": error.hint[:60]}
    read = msgspec.structs.asdict(action)
    assert read.pop("calls") == 1
    return {**read, "rendered": LABELS[name].render(action)}
