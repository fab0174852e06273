"""Variants of the guessing game that run elsewhere, hang, break or die."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import Any, ClassVar

from agentgym.env import Execution
from agentgym.errors import SandboxError
from agentgym.messages import user
from agentgym.outcome import Outcome
from agentgym.status import Status
from tests.contract.guess import Guess


class ThreadGuess(Guess):
    """In a thread."""

    execution: ClassVar[Execution] = "thread"


class ProcessGuess(Guess):
    """In a process."""

    execution: ClassVar[Execution] = "process"


class ThreadHang(ThreadGuess):
    """Hangs on the first task."""

    def perform(self, action: Any) -> Any:
        if self.task.id == "test-1":
            time.sleep(8)
        return super().perform(action)


class ProcessHang(ThreadHang):
    """Hangs on the first task, in a process."""

    execution: ClassVar[Execution] = "process"


class Broken(Guess):
    """Raises on the first task."""

    def perform(self, action: Any) -> Any:
        if self.task.id == "test-1":
            raise ZeroDivisionError("a bug in the environment")
        return super().perform(action)


class BreaksLater(Guess):
    """Raises at the second turn of the first task."""

    def perform(self, action: Any) -> Any:
        if self.task.id == "test-1" and self.steps == 2:
            raise SandboxError("the machine is gone")
        return super().perform(action)


class Dies(ProcessGuess):
    """Ends its process on the first task."""

    def perform(self, action: Any) -> Any:
        if self.task.id == "test-1":
            os._exit(7)
        return super().perform(action)


class Strange(SandboxError):
    """An error that takes more than its text: pickle cannot make it again."""

    def __init__(self, machine: int, text: str) -> None:
        super().__init__(text)
        self.machine = machine


class Unpicklable(ProcessGuess):
    """Raises an error that cannot be sent as it is."""

    def perform(self, action: Any) -> Any:
        raise Strange(7, "the machine is gone")


class Tidy(ProcessGuess):
    """Takes its time to close, and leaves a mark."""

    def __init__(self, *, mark: str = "", **arguments: Any) -> None:
        super().__init__(**arguments)
        self.mark = mark

    def close(self) -> None:
        time.sleep(0.3)
        Path(f"{self.mark}-{os.getpid()}").touch()


class Slow(ThreadGuess):
    """Takes 0.2 s a step."""

    def perform(self, action: Any) -> Any:
        time.sleep(0.2)
        return super().perform(action)


class SlowInline(Guess):
    """Takes 0.1 s a step, on the event loop."""

    def perform(self, action: Any) -> Any:
        time.sleep(0.1)
        return super().perform(action)


class HangsForEver(ThreadGuess):
    """Never returns from the first task."""

    def perform(self, action: Any) -> Any:
        if self.task.id == "test-1":
            threading.Event().wait()
        return super().perform(action)


class SocketTimeout(Guess):
    """Raises what a socket raises that waits too long."""

    def perform(self, action: Any) -> Any:
        raise TimeoutError("timed out")


class Never(Guess):
    """Never ends by itself."""

    def perform(self, action: Any) -> Any:
        return "Another number." * 3


class Fresh(Guess):
    """Begins a fresh session at every second turn."""

    def perform(self, action: Any) -> Any:
        fresh = [user("A new question.")] if self.steps % 2 == 0 else None
        return Outcome(observation=f"Not {self.steps}.", messages=fresh)


class Unscored(Guess):
    """Ends without a score: a judge gives it later."""

    def perform(self, action: Any) -> Any:
        return Outcome(observation="Thank you.", terminated=True, status=Status.UNSCORED)
