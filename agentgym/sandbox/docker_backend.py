"""Sandboxes in containers: a supervisor as process 1, reached over the attach socket; no ``docker exec``.

Without a network, with all capabilities dropped but those that root needs on its own files, no new privileges,
limited processes, memory, processors and disk, the engine's system call filter and ours.
"""

from __future__ import annotations

import contextlib
import functools
import struct
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import msgspec

from agentgym.errors import AgentGymError, SandboxError
from agentgym.sandbox import engine, images, loader
from agentgym.sandbox.channel import Channel
from agentgym.sandbox.interface import Sandbox, Spec

_ROOT_CAPABILITIES = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "SETGID", "SETUID"]
# Given up by the supervisor before anything of the agent runs.
_NESTING_CAPABILITIES = ["SETFCAP", "SETPCAP", "SYS_ADMIN", "SYS_CHROOT"]
_READY_SECONDS = 60.0


class Nesting(msgspec.Struct, frozen=True):
    """Whether resets by a nested overlay work here, and if not, why."""

    works: bool
    why: str


class DockerPipe:
    """The attach socket; takes the engine's stream apart into output (ours) and errors (kept for messages)."""

    def __init__(self, attached: Any) -> None:
        self._attached = attached
        self._socket = getattr(attached, "_sock", attached)
        self._socket.settimeout(None)
        self._raw = bytearray()
        self.errors = b""

    def fileno(self) -> int:
        """The descriptor to wait on."""
        number: int = self._socket.fileno()
        return number

    def send(self, data: bytes) -> None:
        """Write everything."""
        self._socket.sendall(data)

    def receive(self) -> bytes | None:
        """Read what is there."""
        data = self._socket.recv(1 << 20)
        if not data:
            return b""
        self._raw += data
        output = bytearray()
        while len(self._raw) >= 8:
            (size,) = struct.unpack_from(">I", self._raw, 4)
            if len(self._raw) < 8 + size:
                break
            payload = bytes(self._raw[8 : 8 + size])
            if self._raw[0] == 1:
                output += payload
            else:
                self.errors = (self.errors + payload)[-8192:]
            del self._raw[: 8 + size]
        return bytes(output) or None

    def close(self) -> None:
        """Close it; the supervisor inside then ends."""
        for part in (self._socket, self._attached):
            with contextlib.suppress(Exception):
                part.close()


class Container:
    """One running container with its channel."""

    def __init__(
        self,
        spec: Spec,
        nested: bool,
        *,
        user: str = "0",
        read_only: bool = False,
        mounts: Mapping[str, str] | None = None,
        binds: Sequence[str] = (),
    ) -> None:
        """Start it.

        Args:
            nested: whether the supervisor resets by a nested overlay.
            user: whom the supervisor runs as.
            read_only: whether the root filesystem can only be read (always so if nested).
            mounts: folders on memory, with their mount options.
            binds: folders of the host, as ``docker run --volume`` takes them.
        """
        api = engine.connect()
        image = images.ensure(api, spec.image)
        self.id: str = api.create_container(
            image,
            loader.COMMAND,
            entrypoint=[],
            user=user,
            stdin_open=True,
            tty=False,
            hostname="sandbox",
            working_dir="/",
            environment=_environment(spec, nested),
            labels=engine.labels("sandbox"),
            host_config=api.create_host_config(**_host(api, spec, nested, read_only, mounts or {}, binds)),
        )["Id"]
        try:
            attached = api.attach_socket(self.id, params={"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1})
            self.pipe = DockerPipe(attached)
            self.channel = Channel(self.pipe)
            api.start(self.id)
            loader.feed(self.pipe)
            answer = self.channel.call("ping", _READY_SECONDS)
            if answer.get("nested") is not nested:
                raise SandboxError("The supervisor did not start as it was told to.")
        except AgentGymError as error:
            told = self.pipe.errors.decode("utf-8", "replace").strip()
            self.close()
            raise SandboxError(f"{error} {told[-600:]}".strip()) from None
        except BaseException:
            engine.remove(self.id)
            raise

    def close(self) -> None:
        """Remove the container."""
        if hasattr(self, "pipe"):
            self.pipe.close()
        engine.remove(self.id)


class DockerSandbox(Sandbox):
    """A sandbox in a container of its own.

    Raises:
        SandboxError: no engine, no image, or the container does not start.
    """

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        engine.sweep_once()
        self.nested = nesting(spec.runtime).works
        self._container: Container | None = Container(spec, self.nested)
        self._spare: Future[Container] | None = None
        self._used = False

    @property
    def backend(self) -> str:
        """``docker``."""
        return "docker"

    @property
    def alive(self) -> bool:
        """Whether requests can be made."""
        return self._container is not None

    @property
    def container(self) -> str:
        """Id of the container."""
        return self._living().id

    def call(self, op: str, grace: float, **fields: Any) -> dict[str, Any]:
        """Make a request of the supervisor."""
        self._used = True
        try:
            return self._living().channel.call(op, grace, **fields)
        except SandboxError:
            self.close()
            raise

    def reset(self) -> None:
        """Throw the overlay away, or where nesting does not work here the container."""
        if not self._used:
            return
        if self.nested:
            answer = self.call("reset", 60.0)
            if answer.get("check") != "done":
                self.close()
                raise SandboxError(f"The sandbox could not be reset: {answer.get('error', answer)}")
        else:
            old = self._living()
            self._container = self._spare.result() if self._spare is not None else Container(self.spec, False)
            # The next one is made while this one is used.
            self._spare = _background().submit(Container, self.spec, False)
            _background().submit(old.close)
        self._used = False

    def close(self) -> None:
        """Remove the container."""
        container, self._container = self._container, None
        spare, self._spare = self._spare, None
        if container is not None:
            container.close()
        if spare is not None:
            with contextlib.suppress(AgentGymError):
                spare.result().close()

    def _living(self) -> Container:
        if self._container is None:
            raise SandboxError("The sandbox is closed.")
        return self._container


_probe_lock = threading.Lock()


def nesting(runtime: str = "") -> Nesting:
    """Try once whether a nested overlay works with this engine, by starting one and writing to it."""
    with _probe_lock:
        return _probe(runtime)


@functools.cache
def _probe(runtime: str) -> Nesting:
    try:
        container = Container(Spec(runtime=runtime), True)
    except SandboxError as error:
        if "image" in str(error) or "No Docker engine" in str(error):
            raise
        return Nesting(False, str(error).split("\n")[0][:300])
    try:
        done = container.channel.call(
            "run", 30.0, command="echo ok > /etc/probe && cat /etc/probe", seconds=5, limit=99
        )
        if done.get("output") != "ok\n":
            return Nesting(False, f"a file could not be written: {done}")
        container.channel.call("reset", 30.0)
        gone = container.channel.call("run", 30.0, command="test ! -e /etc/probe", seconds=5, limit=99)
        return (
            Nesting(True, "") if gone.get("exit_code") == 0 else Nesting(False, "a reset left a file behind")
        )
    except SandboxError as error:
        return Nesting(False, str(error))
    finally:
        container.close()


def _environment(spec: Spec, nested: bool) -> dict[str, str]:
    return {
        "SB_NESTED": "1" if nested else "0",
        "SB_DISK": str(spec.disk),
        "SB_INODES": str(spec.inodes),
        "SB_LIFETIME": str(spec.lifetime),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _host(
    api: Any, spec: Spec, nested: bool, read_only: bool, mounts: Mapping[str, str], binds: Sequence[str]
) -> dict[str, Any]:
    from docker.types import LogConfig, Ulimit

    options: dict[str, Any] = {
        "network_mode": "none",
        "ipc_mode": "none",
        "cap_drop": ["ALL"],
        "cap_add": _ROOT_CAPABILITIES + (_NESTING_CAPABILITIES if nested else []),
        "security_opt": ["no-new-privileges"],
        "pids_limit": spec.processes,
        "mem_limit": spec.memory,
        "memswap_limit": spec.memory,
        "nano_cpus": int(spec.cpus * 1e9),
        "log_config": LogConfig(type="none"),
        "ulimits": [Ulimit(name="nofile", soft=1024, hard=1024), Ulimit(name="core", soft=0, hard=0)],
        "auto_remove": True,
    }
    if read_only:
        options |= {"read_only": True, "tmpfs": {"/tmp": "rw,size=16m,mode=1777", **mounts}}
    if binds:
        options |= {"binds": list(binds)}
    if nested:
        options |= {"read_only": True, "tmpfs": {"/sbtmp": "rw,size=1m,mode=0755"}}
        if any("apparmor" in s for s in api.info().get("SecurityOptions") or []):
            options["security_opt"] = [*options["security_opt"], "apparmor=unconfined"]
    if spec.runtime:
        options["runtime"] = spec.runtime
    return options


@functools.cache
def _background() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(4, thread_name_prefix="sandbox")
