"""Servers in containers of their own.

The container has no network and the supervisor as process 1, so it ends with its owner as a sandbox does. The
socket lies in a folder of the host, mounted to ``/socket`` inside.
"""

from __future__ import annotations

import msgspec

from agentgym.errors import SandboxError
from agentgym.sandbox import engine
from agentgym.sandbox.container import Container
from agentgym.sandbox.interface import Result
from agentgym.sandbox.service import Service, ServiceSpec


class DockerService(Service):
    """A server in a container.

    Raises:
        SandboxError: no engine, no image, or the server does not start.
    """

    def __init__(self, spec: ServiceSpec) -> None:
        engine.sweep_once()
        self._container: Container | None = None
        super().__init__(spec)

    @property
    def container(self) -> str:
        """Id of the container; empty once closed."""
        return self._container.id if self._container is not None else ""

    @property
    def alive(self) -> bool:
        """Whether the server accepts connections."""
        return self._container is not None and super().alive

    def kill(self) -> None:
        """Kill the container."""
        engine.connect().kill(self.container)

    def _launch(self) -> None:
        # Whoever the server runs as must be able to write here; the folder above keeps the host's other users out.
        self._folder.chmod(0o777)
        self._container = Container(
            self.spec.sandbox,
            "plain",
            user=self.spec.user,
            mounts={"/data": f"rw,size={self.spec.sandbox.disk},mode=1777"},
            binds=[f"{self._folder}:/socket:rw"],
        )
        self._execute('exec setsid "$@" >/tmp/log 2>&1 </dev/null &', *self.spec.command)

    def _end(self) -> None:
        container, self._container = self._container, None
        if container is not None:
            container.close()

    def _failure(self) -> str:
        return ""

    def _last_words(self) -> str:
        told = self._execute("tail -c 1000 /tmp/log").output.strip()
        return (
            f"The engine must share this machine's {self._outer.parent} (DOCKER_HOST of another machine does not). "
            f"Its last words: {told or 'none'}"
        )

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
