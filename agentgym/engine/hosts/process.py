"""An environment in a process of its own: for environments that compute for long, so that all cores work.

The parent talks to the child over a pipe and waits in a thread, so the event loop is never blocked. The child
is started fresh (``spawn``), holds one environment, and dies with its parent: it ends when the pipe closes.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import pickle
import signal
import sys
import traceback
from collections.abc import Mapping
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

import gymnasium

from agentgym import errors, registry
from agentgym.engine.hosts.base import Begun, Host, Stage, Stepped
from agentgym.errors import AgentGymError, EnvironmentFailure
from agentgym.policy import Suggestion
from agentgym.processes.call_thread import CallThread

_spawn = multiprocessing.get_context("spawn")


class ProcessHost(Host):
    """A :class:`~agentgym.engine.hosts.base.Stage` in a child process."""

    def __init__(self, env_id: str, env_args: Mapping[str, Any], needs: tuple[Suggestion, ...]) -> None:
        ours, theirs = _spawn.Pipe()
        self._pipe = ours
        # The child registers the environment itself: it may have been registered by hand here.
        entry_point = gymnasium.registry[env_id].entry_point if env_id in gymnasium.registry else None
        start = _Start(env_id, entry_point if isinstance(entry_point, str) else "", dict(env_args), needs)
        self._process = _spawn.Process(target=_serve, args=(theirs, start, list(sys.path)), daemon=True)
        self._process.start()
        theirs.close()
        self._thread = CallThread("agentgym-pipe")

    async def open(self) -> None:
        """Wait until the child has made the environment."""
        await self._call(("open",))

    async def begin(self, task: str, seed: int) -> Begun:
        """Reset in the child."""
        return await self._call(("begin", task, seed))  # type: ignore[no-any-return]

    async def step(self, action: str) -> Stepped:
        """Step in the child."""
        return await self._call(("step", action))  # type: ignore[no-any-return]

    async def close(self) -> None:
        """Ask the child to close its environment and end; kill it if it does not."""
        with contextlib.suppress(EnvironmentFailure, TimeoutError):
            await asyncio.wait_for(self._call(("close",)), timeout=10)
        self.discard()

    def discard(self) -> None:
        """Kill the child."""
        if self._process.is_alive():
            self._process.kill()
        self._process.join(timeout=5)
        self._pipe.close()
        self._thread.end()

    async def _call(self, request: tuple[Any, ...]) -> Any:
        kind, value = await self._thread.run(lambda: self._exchange(request))
        if kind == "error":
            raise value
        return value

    def _exchange(self, request: tuple[Any, ...]) -> tuple[str, Any]:
        try:
            self._pipe.send(request)
            answer: tuple[str, Any] = self._pipe.recv()
        except (EOFError, OSError) as error:
            code = self._process.exitcode
            raise EnvironmentFailure(f"The environment's process died (exit code {code}).") from error
        return answer


class _Start(NamedTuple):
    env_id: str
    entry_point: str
    env_args: dict[str, Any]
    needs: tuple[Suggestion, ...]


def _serve(pipe: Connection, start: _Start, path: list[str]) -> None:
    # Ctrl-C reaches the whole process group: only the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.path[:] = path
    if start.entry_point:
        registry.register(start.env_id, start.entry_point)

    stage: Stage | None = None
    while True:
        try:
            name, *arguments = pipe.recv()
        except (EOFError, OSError):
            break
        try:
            if name == "close":
                held, stage = stage, None
                if held is not None:
                    held.close()
                pipe.send(("done", None))  # After it: the parent kills what has answered.
                break
            if stage is None:
                stage = Stage(start.env_id, start.env_args, start.needs)
            pipe.send(("done", None if name == "open" else getattr(stage, name)(*arguments)))
        except AgentGymError as error:
            pipe.send(("error", sendable(error)))
        except Exception as error:  # noqa: BLE001  (the boundary: whatever an environment raises is told)
            pipe.send(
                ("error", EnvironmentFailure(f"{type(error).__name__}: {error}\n{traceback.format_exc()}"))
            )
    if stage is not None:
        stage.close()


def sendable(error: AgentGymError) -> AgentGymError:
    """Return an error as it can be sent to another process: itself, or the nearest of ours with the same text.

    An error of one's own may take other arguments than its text, or hold what cannot be pickled.
    """
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # noqa: BLE001  (whatever its class does)
        ours = next(c for c in type(error).__mro__ if c.__module__ == errors.__name__)
        stands: AgentGymError = ours(f"{type(error).__name__}: {error}")
        return stands
    return error
