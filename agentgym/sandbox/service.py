"""What a server of ours is, such as the database's MariaDB: walled off as a sandbox, reached over a Unix socket."""

from __future__ import annotations

import contextlib
import shutil
import socket
import time
from abc import ABC, abstractmethod
from pathlib import Path

import msgspec

from agentgym.errors import SandboxError
from agentgym.processes import owner
from agentgym.sandbox.interface import Spec


class Distributed(msgspec.Struct, frozen=True, kw_only=True):
    """The server as a distribution packages it, for machines without an engine.

    Attributes:
        programs: what has to be installed, in the system's own folders.
        install: the command that installs them on Debian.
        files: files of this machine that the server reads; they lie in ``/data`` when ``prepare`` runs.
        prepare: what fills ``/data``; it runs once, what it leaves is kept and is what each server begins with.
        command: what starts the server; it stays in the foreground.
    """

    programs: tuple[str, ...]
    install: str
    files: tuple[Path, ...]
    prepare: tuple[str, ...]
    command: tuple[str, ...]


class ServiceSpec(msgspec.Struct, frozen=True, kw_only=True):
    """A server and what it may take.

    Attributes:
        sandbox: image, memory, processors and lifetime; ``disk`` is the size of ``/data``, on memory.
        command: what starts the server of the image; it stays in the foreground, as ``user``.
        user: user inside of the image.
        socket: name of the socket that the server makes in ``/socket``.
        distributed: how it is started without an image.
        patience: seconds that the server may take until it accepts connections.
    """

    sandbox: Spec
    command: tuple[str, ...]
    user: str
    socket: str
    distributed: Distributed | None = None
    patience: float = 60.0


class Service(ABC):
    """One running server; the folder of its socket can be entered by its owner alone.

    Raises:
        SandboxError: it does not start; the message holds its last words.
    """

    def __init__(self, spec: ServiceSpec) -> None:
        self.spec = spec
        self._outer = owner.make_place()
        self._folder = self._outer / "socket"
        self._folder.mkdir()
        try:
            self._launch()
            self._wait()
        except BaseException:
            self.close()
            raise

    @property
    def path(self) -> Path:
        """The Unix socket, on this machine."""
        return self._folder / self.spec.socket

    @property
    def alive(self) -> bool:
        """Whether the server accepts connections."""
        try:
            with contextlib.closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as probe:
                probe.settimeout(5)
                probe.connect(str(self.path))
        except OSError:
            return False
        return True

    def close(self) -> None:
        """End the server and remove the socket. May be called again."""
        self._end()
        shutil.rmtree(self._outer, ignore_errors=True)

    def __enter__(self) -> Service:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @abstractmethod
    def kill(self) -> None:
        """Let the server die as a crash of its own would; what is around it stays."""

    @abstractmethod
    def _launch(self) -> None:
        """Begin to start the server."""

    @abstractmethod
    def _end(self) -> None:
        """End it, and all that was started for it. May be called again, and before :meth:`_launch`."""

    @abstractmethod
    def _failure(self) -> str:
        """Return why the server could not start, where that is known already; empty while it may still come."""

    @abstractmethod
    def _last_words(self) -> str:
        """Return what to tell about a server that makes no socket."""

    def _wait(self) -> None:
        deadline = time.monotonic() + self.spec.patience
        while not self.alive:
            if failure := self._failure():
                raise SandboxError(failure)
            if time.monotonic() > deadline:
                raise SandboxError(
                    f"The server of {self.spec.sandbox.image!r} makes no socket within {self.spec.patience:g} s. "
                    f"{self._last_words()}"
                )
            time.sleep(0.005)
