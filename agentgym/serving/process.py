"""One model server as a child process that never outlives its owner."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import aiohttp
import msgspec

from agentgym.errors import PolicyError
from agentgym.processes.guarded import GuardedProcess

Say = Callable[[str], None]


def to_stderr(text: str) -> None:
    """Print progress where it does not mix with a command's output."""
    print(text, file=sys.stderr, flush=True)


def free_port() -> int:
    """Return a port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Launch(msgspec.Struct, frozen=True, kw_only=True):
    """How a server is started.

    Attributes:
        name: for messages.
        command: makes the command line for a port.
        env: environment variables on top of this process's own; an empty value removes one.
        log: file that the server's output is appended to; kept, where the default goes with the server.
    """

    name: str
    command: Callable[[int], Sequence[str]]
    env: Mapping[str, str] = {}
    log: Path | None = None


class ServerProcess:
    """A server that ends with this process, however that ends (:class:`~agentgym.processes.guarded.GuardedProcess`).

    Args:
        launch: what to start.
        port: where it shall listen; a free one by default.
    """

    def __init__(self, launch: Launch, port: int | None = None) -> None:
        self.launch = launch
        self.port = port or free_port()
        self.process: GuardedProcess | None = None
        """The process; there once it was started."""

    @property
    def address(self) -> str:
        """The server's root address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """Process id of the server itself; 0 before it was started."""
        return self.process.pid if self.process is not None else 0

    @property
    def running(self) -> bool:
        """Whether the server lives."""
        return self.process is not None and self.process.running

    def start(self) -> None:
        """Start the server; it is ready later, see :meth:`ready`."""
        launch = self.launch
        self.process = GuardedProcess(
            lambda folder: launch.command(self.port), kind="serving", env=launch.env, log=launch.log
        )

    async def ready(self, seconds: float, say: Say = to_stderr) -> None:
        """Wait until the server answers, and say now and then how far it is.

        Raises:
            PolicyError: it ended, or did not answer within ``seconds``; its last words are in the message.
        """
        begun = time.monotonic()
        told, stage = begun, ""
        timeout = aiohttp.ClientTimeout(total=5)
        async with aiohttp.ClientSession(timeout=timeout, trust_env=False) as session:
            while True:
                if not self.running:
                    raise PolicyError(f"{self.launch.name} ended before it was ready:\n{self.tail()}")
                with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                    async with session.get(f"{self.address}/health") as response:
                        if response.status == 200:
                            say(f"{self.launch.name}: ready after {time.monotonic() - begun:.0f} s")
                            return
                now = time.monotonic()
                if now - begun > seconds:
                    raise PolicyError(
                        f"{self.launch.name} was not ready after {seconds:g} s (start_timeout=…):\n{self.tail()}"
                    )
                if now - told >= 5 and (latest := self.tail(1)) != stage:
                    told, stage = now, latest
                    say(f"{self.launch.name}: starting, {now - begun:.0f} s: {stage[-160:]}")
                await asyncio.sleep(0.2)

    def tail(self, lines: int = 30) -> str:
        """Return the last lines that the server wrote."""
        return self.process.tail(lines) if self.process is not None else ""

    async def stop(self) -> None:
        """End the server and everything it started; returns when they are gone."""
        if self.process is not None:
            await asyncio.to_thread(self.process.end)
