"""One model server as a child process that never outlives its owner."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import aiohttp
import msgspec

from agentgym.errors import PolicyError
from agentgym.serving import guard

Say = Callable[[str], None]
_PATIENCE = 30.0
"""Seconds for an orderly end, the guard's own kill included."""


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
    """A server under a guard (:mod:`agentgym.serving.guard`) that ends with this process, however that ends.

    Args:
        launch: what to start.
        port: where it shall listen; a free one by default.
    """

    def __init__(self, launch: Launch, port: int | None = None) -> None:
        self.launch = launch
        self.port = port or free_port()
        self.pid = 0
        """Process id of the server itself, once started."""
        self._folder: Path | None = None
        self._guard: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """The server's root address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def running(self) -> bool:
        """Whether the server lives."""
        return self._guard is not None and self._guard.poll() is None

    def start(self) -> None:
        """Start the server; it is ready later, see :meth:`ready`.

        Raises:
            PolicyError: the guard could not be started.
        """
        self._folder = Path(tempfile.mkdtemp(prefix="agentgym-serving-"))
        if self.launch.log is not None:
            self.launch.log.parent.mkdir(parents=True, exist_ok=True)
            (self._folder / "server.log").symlink_to(self.launch.log.resolve())
        env = {k: v for k, v in {**os.environ, **self.launch.env}.items() if v}
        command = [
            sys.executable, "-I", "-S", guard.__file__, str(os.getpid()), str(self._folder),
            *self.launch.command(self.port),
        ]  # fmt: skip
        self._guard = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, cwd=self._folder,
            start_new_session=True,
        )  # fmt: skip
        assert self._guard.stdout is not None
        self.pid = int(self._guard.stdout.readline() or 0)

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
        if self._folder is None:
            return ""
        try:
            with open(self._folder / "server.log", "rb") as file:
                file.seek(max(0, file.seek(0, os.SEEK_END) - 16384))
                text = file.read().decode("utf-8", "replace")
        except OSError:
            return ""
        return "\n".join([line.strip("\r") for line in text.splitlines() if line.strip()][-lines:])

    async def stop(self) -> None:
        """End the server and everything it started; returns when they are gone."""
        await asyncio.to_thread(self.kill)

    def kill(self) -> None:
        """The same from outside an event loop."""
        held, self._guard = self._guard, None
        if held is None:
            return
        with contextlib.suppress(BrokenPipeError):  # The server, and its guard, ended before.
            if held.stdin is not None:
                os.write(held.stdin.fileno(), guard.ORDERLY)
        for pipe in (held.stdin, held.stdout):
            if pipe is not None:
                pipe.close()
        try:
            held.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            held.kill()  # The server dies with its guard; its children are in its group.
            held.wait()
        # Nothing is left unless somebody killed the guard.
        if self.pid:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
