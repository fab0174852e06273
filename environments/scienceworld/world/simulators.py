"""The simulators of this process: machines that are started when needed, slots that are lent and used again."""

from __future__ import annotations

import contextlib
import os
import threading
import weakref
from collections import deque

from agentgym.environments.scienceworld.world.machine import FEW, SLOTS, Machine
from agentgym.environments.scienceworld.world.slot import Slot
from agentgym.processes.pool import PerProcess, Pool


class Lease:
    """A slot that is lent; goes back when it is released, or some time after nobody holds the lease any more."""

    def __init__(self, slot: Slot, owner: Simulators) -> None:
        self.slot = slot
        self._owner = owner
        # Runs wherever garbage is collected, maybe with a lock held: it may do no more than note the slot.
        self._forgotten = weakref.finalize(self, owner.abandoned.append, slot)
        self._forgotten.atexit = False  # The guard ends the machines.

    def release(self) -> None:
        """Give the slot back; once is enough."""
        if self._forgotten.detach() is not None:
            self._owner.take_back(self.slot)


class Simulators:
    """Slots for games, in as few machines as hold them; safe to use from several threads."""

    def __init__(self) -> None:
        self._machines: list[Machine] = []
        self._lock = threading.Lock()
        self.abandoned: deque[Slot] = deque()
        """Slots whose leases are gone; taken back at the next occasion."""
        self.making: dict[str, threading.Lock] = {}
        """Tasks of which a gold path is being made, or was: two threads do not make the same one."""
        # As many at once as can start; who waited for its turn may find that another game has ended meanwhile.
        self._turns = threading.BoundedSemaphore(os.cpu_count() or 1)
        self._pool: Pool[str, Slot] = Pool(self._start)

    @property
    def machines(self) -> list[Machine]:
        """The machines that run."""
        with self._lock:
            self._machines = [m for m in self._machines if m.alive]
            return list(self._machines)

    def lend(self) -> Lease:
        """Return a slot for one game: one that waits, or a new one.

        Raises:
            SimulatorMissing: there is no Java or no simulator here.
            EnvironmentFailure: the machine does not start.
        """
        while self.abandoned:
            with contextlib.suppress(IndexError):  # Another thread was faster.
                self.take_back(self.abandoned.popleft())
        with self._turns:
            slot = self._pool.acquire(Slot.spec)
            while not slot.machine.lend():
                slot = self._pool.acquire(Slot.spec)
        return Lease(slot, self)

    def lend_new(self) -> Slot:
        """Return a slot in which nothing was done yet; it goes back by :meth:`drop`, and never to another game."""
        with self._turns:
            slot = self._start(Slot.spec)
            while not slot.machine.lend():
                slot.close()
                slot = self._start(Slot.spec)
        return slot

    def drop(self, slot: Slot) -> None:
        """Take a slot back that nobody shall use again."""
        slot.machine.take_back()
        slot.close()

    def take_back(self, slot: Slot) -> None:
        """Take a slot back after its game."""
        slot.machine.take_back()
        self._pool.release(slot)

    def close(self) -> None:
        """End every machine."""
        self._pool.close()
        for machine in self.machines:
            machine.end()

    def _start(self, spec: str) -> Slot:
        return Slot(self._place())

    def _place(self) -> Machine:
        """Return a machine with a place reserved for one more slot."""
        with self._lock:
            for machine in self._machines:
                if machine.reserve():
                    return machine
            self._machines = [m for m in self._machines if m.alive]
            machine = Machine(SLOTS if self._machines else FEW)
            machine.reserve()
            self._machines.append(machine)
            return machine


SIMULATORS = PerProcess(Simulators)
