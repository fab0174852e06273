"""What comes from inside is not trusted: torn, forged and absurd frames."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable
from typing import Any

import pytest

from agentgym.errors import SandboxError
from agentgym.sandbox.channel import MOST, Channel


class Ends:
    """A pipe whose other end is a function of the test."""

    def __init__(self, other: Callable[[socket.socket], None]) -> None:
        self.ours, self.theirs = socket.socketpair()
        self.thread = threading.Thread(target=other, args=(self.theirs,), daemon=True)
        self.thread.start()

    def fileno(self) -> int:
        return self.ours.fileno()

    def send(self, data: bytes) -> None:
        self.ours.sendall(data)

    def receive(self) -> bytes | None:
        return self.ours.recv(1 << 20)

    def close(self) -> None:
        self.ours.close()


def _frame(fields: Any) -> bytes:
    data = json.dumps(fields).encode()
    return struct.pack(">I", len(data)) + data


def _call(answer: bytes, *, then_close: bool = False, torn: bool = False) -> dict[str, Any]:
    def other(end: socket.socket) -> None:
        end.recv(1 << 16)
        for part in [answer[i : i + 1] for i in range(len(answer))] if torn else [answer]:
            end.sendall(part)
        if then_close:
            end.close()

    return Channel(Ends(other)).call("ping", 0.5)


def test_an_answer_may_come_in_pieces() -> None:
    assert _call(_frame({"id": 1, "x": 2}), torn=True) == {"id": 1, "x": 2}


def test_answers_with_other_numbers_are_passed_over() -> None:
    assert _call(_frame({"id": 7}) + _frame([1]) + _frame("x") + _frame({"id": 1, "y": 1}))["y"] == 1


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (struct.pack(">I", MOST + 1), "announced a frame"),
        (struct.pack(">I", 3) + b"{x}", "no JSON"),
        (struct.pack(">I", 1) + b"\xff", "no JSON"),
        (b"\0\0", "no answer"),
        (_frame({"id": 2}), "no answer"),
    ],
)
def test_nonsense_is_an_error(answer: bytes, says: str) -> None:
    with pytest.raises(SandboxError, match=says):
        _call(answer)


def test_the_end_is_an_error() -> None:
    with pytest.raises(SandboxError, match="has ended"):
        _call(b"\0\0\0\x09{", then_close=True)
