"""Sandboxes in containers: a supervisor as process 1, reached over the attach socket; no ``docker exec``."""

from __future__ import annotations

import contextlib
import functools
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from agentgym.errors import AgentGymError, SandboxError
from agentgym.sandbox import engine, reset_mode
from agentgym.sandbox.container import Container
from agentgym.sandbox.interface import Sandbox, Spec


class DockerSandbox(Sandbox):
    """A sandbox in a container of its own.

    Raises:
        SandboxError: no engine, no image, or the container does not start.
    """

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        engine.sweep_once()
        container, choice = reset_mode.open_container(spec)
        self._container: Container | None = container
        self.mode = choice.mode
        self._spare: Future[Container] | None = None
        self._used = False

    @property
    def backend(self) -> str:
        """``docker``."""
        return "docker"

    @property
    def alive(self) -> bool:
        """Whether requests can be made: the engine, or somebody, may have ended the container meanwhile."""
        return self._container is not None and not self._container.channel.ended

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
            with contextlib.suppress(AgentGymError):
                self.close()
            raise

    def reset(self) -> None:
        """Throw the overlay away, or where there is none the container."""
        if not self._used:
            return
        if self.mode == "plain":
            self._replace()
        else:
            answer = self.call("reset", 60.0)
            if answer.get("check") != "done":
                self.close()
                raise SandboxError(f"The sandbox could not be reset: {answer.get('error', answer)}")
        self._used = False

    def _replace(self) -> None:
        old = self._living()
        spare, self._spare = self._spare, None
        try:
            self._container = spare.result() if spare is not None else Container(self.spec, self.mode)
        except AgentGymError:
            self.close()
            raise
        _background().submit(old.close)
        # The next one is made while this one is used.
        self._spare = _background().submit(Container, self.spec, self.mode)

    def hang_up(self) -> None:
        """Let the sandbox end by itself, without waiting for it."""
        if self._container is not None:
            self._container.hang_up()

    def close(self) -> None:
        """Remove the container."""
        container, self._container = self._container, None
        spare, self._spare = self._spare, None
        try:
            if container is not None:
                container.close()
        finally:
            if spare is not None:
                with contextlib.suppress(AgentGymError):
                    spare.result().close()

    def _living(self) -> Container:
        if self._container is None:
            raise SandboxError("The sandbox is closed.")
        return self._container


@functools.cache
def _background() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(4, thread_name_prefix="sandbox")
