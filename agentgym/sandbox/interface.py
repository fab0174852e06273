"""What a sandbox is: a machine of its own, a persistent shell in it, files, and a reset to where it began."""

from __future__ import annotations

import asyncio
import functools
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Literal, NamedTuple, TypeVar

import msgspec

from agentgym.errors import OptionError, SandboxError

T = TypeVar("T")
Ended = Literal["done", "timeout", "flood", "disk", "processes", "exited"]

OUTPUT_LIMIT = 64 << 10
FILE_LIMIT = 16 << 20


class Spec(msgspec.Struct, frozen=True, kw_only=True):
    """What a sandbox is made of, and what it may take.

    Attributes:
        image: one of ours (``os``, ``db``) or any image with bash and python3.
        memory: bytes of memory, tmpfs included.
        cpus: processors.
        processes: processes at once.
        disk: bytes that an episode may write.
        inodes: files that an episode may make.
        lifetime: seconds until a sandbox ends by itself, whatever happened to its owner.
        runtime: OCI runtime (``runsc`` for gVisor); the engine's default if empty.
    """

    image: str = "os"
    memory: int = 512 << 20
    cpus: float = 1.0
    processes: int = 128
    disk: int = 64 << 20
    inodes: int = 20_000
    lifetime: float = 86_400.0
    runtime: str = ""

    def __post_init__(self) -> None:
        for name in ("memory", "cpus", "processes", "disk", "inodes", "lifetime"):
            if getattr(self, name) <= 0:
                raise OptionError(f"{name} of a sandbox must be positive, got {getattr(self, name)}.")


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What a command gave.

    Attributes:
        exit_code: exact; 124 where the command did not end by itself.
        output: standard output and error as they came, cut in the middle past the limit.
        errors: standard error, where it was asked for apart.
        bytes: how much was written in all.
        truncated: whether ``output`` was cut.
        ended: ``done``; or what stopped it: ``timeout``, ``flood`` (16 MiB of output), ``disk``, ``processes`` (no
            room for another one during a second); ``exited`` if the command ended the shell. The shell is usable
            after each of them, in the same folder, with the exported variables.
        seconds: wall time inside.
    """

    exit_code: int
    output: str = ""
    errors: str = ""
    bytes: int = 0
    truncated: bool = False
    ended: Ended = "done"
    seconds: float = 0.0


class Program(NamedTuple):
    """A program of a sandbox: its path, and what changes where its file does."""

    path: str
    state: str


class Sandbox(ABC):
    """A sandbox. Not for several threads at once; every method has an async twin with an ``a`` before its name.

    All methods raise :class:`~agentgym.errors.SandboxError` if the sandbox has died; it is then closed.
    """

    spec: Spec

    @property
    @abstractmethod
    def backend(self) -> str:
        """``docker`` or ``bubblewrap``."""

    @property
    @abstractmethod
    def alive(self) -> bool:
        """Whether requests can be made."""

    @abstractmethod
    def call(self, op: str, grace: float, **fields: Any) -> dict[str, Any]:
        """Make a request of the supervisor; ``grace`` is the seconds until it is taken for dead."""

    @abstractmethod
    def reset(self) -> None:
        """Kill everything and take the files back to the image's; the next command finds a fresh machine."""

    @abstractmethod
    def close(self) -> None:
        """End the sandbox; nothing of it stays. May be called again."""

    def hang_up(self) -> None:
        """Let it end by itself, without waiting for that; :meth:`close` waits."""

    def run(self, command: str, *, seconds: float = 30.0, limit: int = OUTPUT_LIMIT) -> Result:
        """Run a command in the persistent shell: folder, variables and background jobs stay for the next.

        Args:
            seconds: time limit; past it everything that the command began is killed.
            limit: bytes of output that are kept, half from the head and half from the tail.
        """
        return self._result(self.call("run", seconds + 30.0, command=command, seconds=seconds, limit=limit))

    def execute(
        self,
        argv: Sequence[str],
        *,
        seconds: float = 30.0,
        limit: int = OUTPUT_LIMIT,
        cwd: str = "/root",
        env: Mapping[str, str] | None = None,
        merge: bool = True,
    ) -> Result:
        """Run a process of its own beside the shell.

        Args:
            merge: standard error goes into ``output``; else into ``errors``.
        """
        fields = self.call(
            "exec", seconds + 30.0, argv=list(argv), seconds=seconds, limit=limit, cwd=cwd, env=dict(env or {}),
            merge=merge,
        )  # fmt: skip
        return self._result(fields)

    def put(self, path: str, data: bytes, *, mode: int = 0o644) -> None:
        """Write a file, with its folders.

        Raises:
            OptionError: it cannot be written.
        """
        import base64

        fields = self.call("put", 60.0, path=path, data=base64.b64encode(data).decode(), mode=mode)
        if fields.get("error"):
            raise OptionError(f"{path} cannot be written in the sandbox: {fields['error']}")

    def get(self, path: str, *, limit: int = FILE_LIMIT) -> bytes:
        """Read a plain file.

        Raises:
            OptionError: there is none, or it is larger than ``limit`` bytes.
        """
        import base64

        fields = self.call("get", 60.0, path=path, limit=limit)
        if fields.get("error"):
            raise OptionError(f"{path} cannot be read in the sandbox: {fields['error']}")
        return base64.b64decode(fields["data"])

    def programs(self, names: Sequence[str]) -> list[Program | None]:
        """Return the files that names of programs lead to, ``None`` where there is none; an absolute name is a path.

        It is looked at from outside: no program of the machine runs, so none can lie.

        Raises:
            SandboxError: the sandbox died, or its files cannot be looked at.
        """
        fields = self.call("programs", 60.0, names=list(names))
        if fields.get("error"):
            raise SandboxError(f"The programs of the sandbox cannot be looked at: {fields['error']}")
        return [None if found is None else Program(*found) for found in json.loads(fields["data"])]

    async def arun(self, command: str, *, seconds: float = 30.0, limit: int = OUTPUT_LIMIT) -> Result:
        """See :meth:`run`."""
        return await _thread(self.run, command, seconds=seconds, limit=limit)

    async def aexecute(self, argv: Sequence[str], **options: Any) -> Result:
        """See :meth:`execute`."""
        return await _thread(self.execute, argv, **options)

    async def aput(self, path: str, data: bytes, *, mode: int = 0o644) -> None:
        """See :meth:`put`."""
        await _thread(self.put, path, data, mode=mode)

    async def aget(self, path: str, *, limit: int = FILE_LIMIT) -> bytes:
        """See :meth:`get`."""
        return await _thread(self.get, path, limit=limit)

    async def areset(self) -> None:
        """See :meth:`reset`."""
        await _thread(self.reset)

    async def aclose(self) -> None:
        """See :meth:`close`."""
        await _thread(self.close)

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @staticmethod
    def _result(fields: dict[str, Any]) -> Result:
        if fields.get("error"):
            raise SandboxError(f"The sandbox's supervisor failed: {fields['error']}")
        # What comes from inside is not trusted: wrong types are an error, not a surprise later.
        try:
            return msgspec.convert(fields, Result)
        except msgspec.ValidationError as error:
            raise SandboxError(f"The sandbox answered with something else than a result: {error}") from None


async def _thread(work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    return await asyncio.to_thread(functools.partial(work, *args, **kwargs))
