"""The servers of one model: started together, watched, started again when one dies, ended together."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence

from agentgym.errors import PolicyError
from agentgym.serving.process import Launch, Say, ServerProcess, to_stderr

_TAKEN = ("address already in use", "couldn't bind", "errno 98")


class ServerPool:
    """Servers that come and go as one.

    Args:
        launches: one per server.
        start_timeout: seconds for all of them to be ready.
        restarts: how often each is started again after it has died.
        say: where progress goes.
    """

    def __init__(
        self,
        launches: Sequence[Launch],
        *,
        start_timeout: float = 1800.0,
        restarts: int = 2,
        say: Say = to_stderr,
    ) -> None:
        self.launches = list(launches)
        self.start_timeout = start_timeout
        self.restarts = restarts
        self.say = say
        self.processes: list[ServerProcess] = []
        self._watch: asyncio.Task[None] | None = None

    async def start(self) -> list[str]:
        """Start all servers and wait for them; return their root addresses.

        Raises:
            PolicyError: one of them did not come up; then none is left running.
        """
        self.processes = [ServerProcess(launch) for launch in self.launches]
        try:
            async with asyncio.TaskGroup() as group:
                for number in range(len(self.processes)):
                    group.create_task(self._first(number))
        except BaseExceptionGroup as errors:
            await self._stop_all()
            raise errors.exceptions[0] from None
        except BaseException:
            await self._stop_all()
            raise
        self._watch = asyncio.create_task(self._watching())
        return [process.address for process in self.processes]

    async def stop(self) -> None:
        """End all servers with everything they started."""
        if self._watch is not None:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
            self._watch = None
        await self._stop_all()

    async def _first(self, number: int) -> None:
        """Start a server; again on another port where somebody was quicker."""
        for attempt in range(3):
            process = self.processes[number]
            process.start()
            try:
                await process.ready(self.start_timeout, self.say)
                return
            except PolicyError:
                taken = any(sign in process.tail().lower() for sign in _TAKEN)
                await process.stop()
                if not taken or attempt == 2:
                    raise
                self.processes[number] = ServerProcess(process.launch)

    async def _watching(self) -> None:
        left = dict.fromkeys(range(len(self.processes)), self.restarts)
        while left:
            await asyncio.sleep(0.5)
            for number in list(left):
                process = self.processes[number]
                if process.running:
                    continue
                words = process.tail(5)
                await process.stop()
                if not left[number]:
                    del left[number]
                    self.say(f"{process.launch.name} died again and stays down:\n{words}")
                    continue
                left[number] -= 1
                self.say(f"{process.launch.name} died and is started again:\n{words}")
                # The same port: the client's calls find it there, and wait for it meanwhile.
                process = self.processes[number] = ServerProcess(process.launch, process.port)
                process.start()
                try:
                    await process.ready(self.start_timeout, self.say)
                except PolicyError as error:
                    self.say(str(error))

    async def _stop_all(self) -> None:
        await asyncio.gather(*(process.stop() for process in self.processes))
