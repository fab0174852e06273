"""Conversations that ask at the same time, computed as one batch, again and again."""

from __future__ import annotations

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from agentgym.errors import PolicyError
from agentgym.serving.torch_model import TorchModel

if TYPE_CHECKING:
    from agentgym.serving.decoding import Continuation

_TOGETHER = 0.005
"""Seconds that the first of a batch waits: episodes that began together ask together."""


class Batches:
    """Decodes what it is given, in batches, in one thread; belongs to the running event loop.

    Args:
        model: what decodes.
        worker: one thread: torch spreads the work of a batch over the cores itself.
        most: conversations in a batch at most.
        name: for messages.
    """

    def __init__(self, model: TorchModel, worker: ThreadPoolExecutor, most: int, name: str) -> None:
        self._model = model
        self._worker = worker
        self._most = most
        self._name = name
        self._queue: asyncio.Queue[tuple[Continuation, asyncio.Future[None]]] = asyncio.Queue()
        self._task = asyncio.create_task(self._serve())

    async def finish(self, item: Continuation) -> None:
        """Continue a conversation to its end, in place.

        Raises:
            PolicyError: the batch failed.
        """
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await self._queue.put((item, done))
        await done

    async def close(self) -> None:
        """Take no more; what is being computed is waited for by closing the worker."""
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def _serve(self) -> None:
        from agentgym.serving.decoding import decode

        loop, model = asyncio.get_running_loop(), self._model
        while True:
            waiting = [await self._queue.get()]
            await asyncio.sleep(_TOGETHER)
            while len(waiting) < self._most and not self._queue.empty():
                waiting.append(self._queue.get_nowait())
            batch = [item for item, done in waiting if not done.cancelled()]
            if not batch:
                continue
            work = loop.run_in_executor(self._worker, decode, model.model, model.tokenizer, batch, model.ends)
            (failure,) = await asyncio.gather(work, return_exceptions=True)
            for _, done in waiting:
                if done.done():
                    continue
                if isinstance(failure, BaseException):  # A failed batch is told to each who waits.
                    done.set_exception(PolicyError(f"{self._name}: {type(failure).__name__}: {failure}"))
                else:
                    done.set_result(None)
