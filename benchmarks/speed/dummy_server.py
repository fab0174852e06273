"""A model server that costs next to nothing: one fixed completion after a fixed time, for measuring clients.

A bare protocol and no web framework: with one, 2,000 answers at the same moment would measure the server.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator

ANSWER = json.dumps(
    {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "dummy",
        "choices": [
            {
                "index": 0,
                "finish_reason": "stop",
                "logprobs": None,
                "message": {
                    "role": "assistant",
                    "content": "Thought: " + "I look at what is left. " * 8 + "\nAction: wait[1]",
                },
            }
        ],
        "usage": {"prompt_tokens": 900, "completion_tokens": 60, "total_tokens": 960},
    }
).encode()
_RESPONSE = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(ANSWER) + ANSWER
)


class _Connection(asyncio.Protocol):
    """Reads requests by their Content-Length and answers each after ``seconds``."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end].lower()
            length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0] or 0)
            if len(self._buffer) < end + 4 + length:
                return
            self._buffer = self._buffer[end + 4 + length :]
            if self.seconds:
                asyncio.get_running_loop().call_later(self.seconds, self._answer)
            else:
                self._answer()

    def _answer(self) -> None:
        if not self._transport.is_closing():
            self._transport.write(_RESPONSE)


async def _serve(seconds: float) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(seconds), "127.0.0.1", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    # Ends with whoever started it: its standard input closes.
    await loop.run_in_executor(None, sys.stdin.read)


@contextlib.contextmanager
def dummy_server(seconds: float) -> Iterator[str]:
    """Run the server in a process of its own; give the address up to ``/v1``."""
    process = subprocess.Popen(
        [sys.executable, "-m", "agentgym.benchmarks.speed.dummy_server", str(seconds)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}/v1"
    finally:
        process.kill()
        process.communicate()


if __name__ == "__main__":
    from agentgym.client.file_limit import allow_files

    allow_files(4096)
    asyncio.run(_serve(float(sys.argv[1])))
