"""One Java machine under a guard: the gateway that slots connect to, its memory, its end."""

from __future__ import annotations

import os
import re
import shutil
import threading
import time
from pathlib import Path
from typing import Any

from agentgym.environments.scienceworld.world import java
from agentgym.errors import EnvironmentFailure
from agentgym.processes.guard import OUTPUT
from agentgym.processes.guarded import GuardedProcess

SLOTS = 8
"""Games that one machine plays at a time: a hang or a crash costs as many."""
FEW = 2
"""Games of a small machine, which is all that most processes need: one, and a gold path beside it."""
GROWN = 400
"""Resident MiB above its heap past which a machine gets no new game and ends with its last one."""
OPTIONS = (
    "-XX:+UseSerialGC",
    # Sets are ordered by the hash of an object's identity; with this one it is the same in every machine.
    "-XX:+UnlockExperimentalVMOptions",
    "-XX:hashCode=2",
    "-XX:+ExitOnOutOfMemoryError",
    "-Xlog:disable",
    "-Xlog:all=off",
)
CALL_SECONDS = 300.0
"""A call that takes longer hangs: its machine is given up."""
_START_SECONDS = 120.0
_LISTENS = re.compile(r"^(\d+)\n(\S+)\n", re.MULTILINE)
_QUIET = {"JAVA_TOOL_OPTIONS": "", "_JAVA_OPTIONS": "", "JDK_JAVA_OPTIONS": ""}
"""Variables that would add options to ours, and a line to what the machine says."""


class Machine:
    """A Java machine with py4j's gateway, which ends with this process, however that ends.

    It runs in a folder of its own: the simulator reads a list of types from where it is started, and adds to it.

    Args:
        most: slots at most. The heap is for so many: Java fills what it has before it looks for what can go.

    Raises:
        SimulatorMissing: there is no Java or no simulator here.
        EnvironmentFailure: the machine does not start.
    """

    def __init__(self, most: int = SLOTS) -> None:
        self.most = most
        self.heap = 128 + 64 * most
        """MiB of heap at most."""
        self.jar = java.jar()
        runtime, classes = java.java(), java.gateway_jar()

        def command(folder: Path) -> list[str]:
            types = self.jar.with_name("object_type_ids.tsv")
            shutil.copy(types, folder / types.name)
            gateway = ["-classpath", str(classes), "py4j.GatewayServer", "--enable-auth", "0"]
            return [str(runtime), f"-Xmx{self.heap}m", *OPTIONS, *gateway]

        self._process = GuardedProcess(command, kind="scienceworld", env=_QUIET)
        self._lock = threading.Lock()
        self._given_up = ""
        self.slots = 0
        """Slots that were made here and not closed."""
        self.busy = 0
        """Slots that are lent."""
        self.retiring = False
        """Whether it has grown too large, and takes no new game."""
        try:
            self.port, self.token = self._listening()
            self._silence()
        except BaseException:
            self._process.end()
            raise

    @property
    def pid(self) -> int:
        """Process id of the machine."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the machine runs."""
        return self._process.running

    def connect(self) -> Any:
        """Return a new gateway to this machine: py4j keeps methods by class name for each connection."""
        from agentgym.environments.scienceworld.world import wire  # needs py4j

        return wire.connect(self.port, self.token, CALL_SECONDS)

    def reserve(self) -> bool:
        """Take the place of one slot; return whether there was one."""
        with self._lock:
            if self.slots >= self.most or self.retiring or not self.alive:
                return False
            self.slots += 1
            return True

    def leave(self) -> None:
        """Give the place of a slot back; the machine ends with its last one."""
        with self._lock:
            self.slots -= 1
            last = self.slots == 0
        if last:
            self.end()

    def lend(self) -> bool:
        """Count a slot that is lent; return false where the machine takes no game any more."""
        with self._lock:
            if self.retiring or not self.alive:
                return False
            self.busy += 1
            return True

    def take_back(self) -> None:
        """Count a slot that comes back; a machine that has grown too large ends when all are back."""
        with self._lock:
            self.busy -= 1
            self.retiring = self.retiring or resident_mib(self.pid) > self.heap + GROWN
            last = self.retiring and self.busy == 0
        if last:
            self.end()

    def end(self) -> None:
        """End the machine with all its slots."""
        self._process.end()

    def settle(self) -> None:
        """End a machine that does not answer, unless it has ended already."""
        deadline = time.monotonic() + 1.0
        while self.alive and time.monotonic() < deadline:
            time.sleep(0.02)  # A process that dies closes its connections first.
        self._given_up = self._given_up or (
            "it did not answer" if self.alive else "it was killed, or out of memory"
        )
        self.end()

    def failure(self, error: Exception) -> EnvironmentFailure:
        """Return what to raise for a call that failed."""
        if self.alive:
            return EnvironmentFailure(f"The simulator failed: {' '.join(str(error).split())[:300]}")
        return EnvironmentFailure(
            f"The Java machine of this episode is gone in the middle of it: {self._given_up}."
        )

    def _listening(self) -> tuple[int, str]:
        output = self._process.folder / OUTPUT
        deadline = time.monotonic() + _START_SECONDS
        while self._process.running and time.monotonic() < deadline:
            said = _LISTENS.search(output.read_text("utf-8", "replace"))
            if said is not None:
                return int(said[1]), said[2]
            time.sleep(0.01)
        raise EnvironmentFailure(
            f"The Java machine of ScienceWorld did not start. It said: {self._process.tail()}"
        )

    def _silence(self) -> None:
        """Keep the simulator from writing every step; slots that are made later print to where this points."""
        gateway = self.connect()
        try:
            system, io = gateway.jvm.java.lang.System, gateway.jvm.java.io
            nothing = io.PrintStream(io.OutputStream.nullOutputStream())
            system.setOut(nothing)
        finally:
            gateway.close()


def resident_mib(pid: int) -> float:
    """Return the resident memory of a process in MiB; 0 where the system does not tell."""
    try:
        with open(f"/proc/{pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except (OSError, ValueError, IndexError):
        return 0.0
