"""The stream of the Docker engine."""

from __future__ import annotations

import socket
import struct

from agentgym.sandbox.docker_pipe import DockerPipe


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
