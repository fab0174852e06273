"""A thread for calls: one after another, and never in the way of the process's end."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from agentgym.processes.call_thread import CallThread


def test_calls_are_made_one_after_another_in_one_thread() -> None:
    async def main() -> None:
        thread, order = CallThread("mine"), []

        def call(number: int) -> str:
            order.append(number)
            return threading.current_thread().name

        assert set(await asyncio.gather(*(thread.run(lambda n=n: call(n)) for n in range(20)))) == {"mine"}  # type: ignore[misc]
        assert order == list(range(20))
        with pytest.raises(ZeroDivisionError):
            await thread.run(lambda: 1 / 0)
        thread.end(lambda: order.append(99))
        thread.end()
        with pytest.raises(RuntimeError, match="has ended"):
            await thread.run(lambda: None)
        while order[-1] != 99:
            await asyncio.sleep(0.001)

    asyncio.run(main())


def test_a_stop_iteration_is_told_and_not_waited_for() -> None:
    async def main() -> None:
        thread = CallThread("mine")
        with pytest.raises(RuntimeError, match="StopIteration"):
            await asyncio.wait_for(thread.run(lambda: next(iter([]))), 5)
        assert await thread.run(lambda: 1) == 1
        thread.end()

    asyncio.run(main())


def test_a_call_that_is_given_up_is_not_made() -> None:
    async def main() -> None:
        thread, made, go = CallThread("mine"), [], threading.Event()
        first = asyncio.create_task(thread.run(go.wait))
        second = asyncio.create_task(thread.run(lambda: made.append(2)))
        await asyncio.sleep(0.01)
        second.cancel()
        await asyncio.sleep(0)
        go.set()
        assert await first
        await thread.run(lambda: made.append(3))
        assert made == [3]

    asyncio.run(main())


def test_a_call_that_hangs_does_not_hold_up_the_end_of_the_process() -> None:
    code = """
import asyncio, threading
from agentgym.processes.call_thread import CallThread
async def main():
    try:
        await asyncio.wait_for(CallThread("x").run(threading.Event().wait), 0.05)
    except TimeoutError:
        print("given up")
asyncio.run(main())
"""
    clock = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
    )
    assert (done.returncode, done.stdout) == (0, "given up\n"), done.stderr
    assert time.monotonic() - clock < 30
