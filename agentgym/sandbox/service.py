"""Servers in containers of their own, such as the MariaDB of the image ``db``, reached over a Unix socket.

The container has no network and the supervisor as process 1, so it ends with its owner as a sandbox does. The
socket lies in a folder of the host that only its owner can enter, mounted to ``/socket`` inside.
"""

from __future__ import annotations

import contextlib
import shutil
import socket
import time
from pathlib import Path

import msgspec

from agentgym.errors import AgentGymError, SandboxError
from agentgym.processes import owner
from agentgym.sandbox import engine
from agentgym.sandbox.container import Container
from agentgym.sandbox.interface import Result, Spec


class ServiceSpec(msgspec.Struct, frozen=True, kw_only=True):
    """A server and what it may take.

    Attributes:
        sandbox: image, memory, processors and lifetime; ``disk`` is the size of ``/data``, on memory.
        command: what starts the server; it stays in the foreground, as ``user``.
        user: user inside.
        socket: name of the socket that the server makes in ``/socket``.
        patience: seconds that the server may take until it accepts connections.
    """

    sandbox: Spec
    command: tuple[str, ...]
    user: str
    socket: str
    patience: float = 60.0


class Service:
    """One running server.

    Raises:
        SandboxError: no engine, no image, or the server does not start; the message holds its last words.
    """

    def __init__(self, spec: ServiceSpec) -> None:
        engine.sweep_once()
        self.spec = spec
        # Whoever the server runs as must be able to write here, the host's other users must not get near.
        self._outer = owner.make_place()
        self._folder = self._outer / "socket"
        self._folder.mkdir()
        self._folder.chmod(0o777)
        self._container: Container | None = None
        try:
            self._container = Container(
                spec.sandbox,
                "plain",
                user=spec.user,
                mounts={"/data": f"rw,size={spec.sandbox.disk},mode=1777"},
                binds=[f"{self._folder}:/socket:rw"],
            )
            self._launch()
        except BaseException:
            self.close()
            raise

    @property
    def path(self) -> Path:
        """The Unix socket, on this machine."""
        return self._folder / self.spec.socket

    @property
    def container(self) -> str:
        """Id of the container; empty once closed."""
        return self._container.id if self._container is not None else ""

    @property
    def alive(self) -> bool:
        """Whether the server accepts connections."""
        if self._container is None:
            return False
        try:
            with contextlib.closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as probe:
                probe.settimeout(5)
                probe.connect(str(self.path))
        except OSError:
            return False
        return True

    def close(self) -> None:
        """Remove the container and the socket. May be called again."""
        container, self._container = self._container, None
        if container is not None:
            container.close()
        shutil.rmtree(self._outer, ignore_errors=True)

    def __enter__(self) -> Service:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _launch(self) -> None:
        self._execute('exec setsid "$@" >/tmp/log 2>&1 </dev/null &', *self.spec.command)
        deadline = time.monotonic() + self.spec.patience
        while not self.alive:
            if time.monotonic() > deadline:
                told = self._execute("tail -c 1000 /tmp/log").output.strip()
                raise SandboxError(
                    f"The server of {self.spec.sandbox.image!r} makes no socket within {self.spec.patience:g} s. "
                    f"The engine must share this machine's {self._folder.parent.parent} (DOCKER_HOST of another "
                    f"machine does not). Its last words: {told or 'none'}"
                )
            time.sleep(0.005)

    def _execute(self, script: str, *argv: str) -> Result:
        assert self._container is not None
        fields = self._container.channel.call(
            "exec",
            30.0,
            argv=["sh", "-c", script, "sh", *argv],
            seconds=10,
            limit=4096,
            cwd="/",
            env={},
            merge=True,
        )
        try:
            return msgspec.convert(fields, Result)
        except msgspec.ValidationError:
            raise SandboxError(f"The server's supervisor failed: {fields}") from None


def start(spec: ServiceSpec, tries: int = 2) -> Service:
    """Start a server; once more if the machine was too busy the first time.

    Raises:
        SandboxError: it does not start.
    """
    for _ in range(tries - 1):
        with contextlib.suppress(AgentGymError):
            return Service(spec)
    return Service(spec)
