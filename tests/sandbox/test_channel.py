"""What comes from inside is not trusted: torn, forged and absurd frames."""

from __future__ import annotations

import json
import os
import socket
import struct
import threading
from collections.abc import Callable
from typing import Any

import pytest

from agentgym.errors import SandboxError
from agentgym.sandbox.channel import MOST, Channel
from agentgym.sandbox.docker_pipe import DockerPipe
from agentgym.sandbox.interface import Sandbox
from agentgym.sandbox.supervisor.output import Output


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


@pytest.mark.parametrize(
    "fields",
    [{"exit_code": "0"}, {"exit_code": 0, "output": 5}, {}, {"exit_code": 0, "ended": "won"}, {"error": "x"}],
)
def test_results_of_wrong_types_are_errors(fields: dict[str, Any]) -> None:
    with pytest.raises(SandboxError):
        Sandbox._result(fields)


def test_the_engines_stream_is_taken_apart() -> None:
    ours, theirs = socket.socketpair()
    pipe = DockerPipe(ours)
    stream = b"".join(bytes([kind, 0, 0, 0]) + struct.pack(">I", len(text)) + text for kind, text in
                      [(1, b"abc"), (2, b"oops"), (1, b""), (1, b"def")])  # fmt: skip
    got = b""
    for i in range(len(stream)):
        theirs.sendall(stream[i : i + 1])
        got += pipe.receive() or b""
    assert (got, pipe.errors) == (b"abcdef", b"oops")
    theirs.close()
    assert pipe.receive() == b""
    pipe.close()
    pipe.close()


@pytest.mark.parametrize("limit", [0, 1, 2, 7, 100])
def test_output_keeps_head_and_tail_however_it_comes(limit: int) -> None:
    data = os.urandom(50).hex().encode()
    for step in (1, 3, 99, 200):
        out = Output(limit)
        for i in range(0, len(data), step):
            out.add(data[i : i + step])
        fields = out.fields()
        assert fields["bytes"] == 100 and fields["truncated"] is (limit < 100)
        text = fields["output"].encode()
        head, tail = limit - limit // 2, limit // 2
        assert text.startswith(data[:head]) and text.endswith(data[100 - tail :])
        if limit < 100:
            assert (
                text == data[:head] + b"\n[... %d bytes left out ...]\n" % (100 - limit) + data[100 - tail :]
            )
        else:
            assert text == data
