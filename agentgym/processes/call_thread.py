"""A thread that makes calls one after another, and never keeps the process from ending."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


class CallThread:
    """One daemon thread with a queue of calls; started by the first of them.

    A ``ThreadPoolExecutor`` would do, were its threads not joined when the interpreter ends: an environment that
    hangs for ever would keep the whole run from ending.

    Args:
        name: name of the thread.
    """

    def __init__(self, name: str) -> None:
        self._calls: queue.SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._ended = False

    async def run(self, call: Callable[[], T]) -> T:
        """Make a call in the thread and await what it returns.

        Raises:
            RuntimeError: after :meth:`end`, or in place of a ``StopIteration``, which no future can hold.
        """
        if self._ended:
            raise RuntimeError("The thread has ended.")
        future: Future[T] = Future()
        self._calls.put((call, future))
        if not self._thread.is_alive():
            self._thread.start()
        return await asyncio.wrap_future(future)

    def end(self, last: Callable[[], object] | None = None) -> None:
        """Let the thread end after the calls that wait, and ``last`` after them; does not wait for it."""
        if not self._ended:
            self._ended = True
            if last is not None:
                self._calls.put((last, Future()))
            self._calls.put(None)

    def _work(self) -> None:
        while (item := self._calls.get()) is not None:
            call, future = item
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(call())
            except StopIteration as error:  # Set as it is, it would never reach who awaits it.
                stopped = RuntimeError(f"StopIteration: {error}")
                stopped.__cause__ = error
                future.set_exception(stopped)
                del stopped
            except BaseException as error:  # noqa: BLE001  (handed to whoever awaits the call)
                future.set_exception(error)
            del item, call, future
