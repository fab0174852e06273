"""A slot: the simulator loaded once more, by a class loader of its own, so that its games are nobody else's."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any, TypeVar

from agentgym.environments.scienceworld.world.machine import Machine
from agentgym.errors import EnvironmentFailure

T = TypeVar("T")
_SIMULATOR = "scienceworld.runtime.pythonapi.PythonInterface"


class Slot:
    """One simulator in a machine; plays one game at a time, called by one thread at a time.

    The simulator keeps its random generator, its numbering of objects and its simplifications in static fields: a class
    loader a slot is what keeps games apart. Its place in the machine is reserved already.

    Args:
        machine: where it is loaded.

    Raises:
        EnvironmentFailure: the machine has ended.
    """

    spec = "slot"

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.broken = False
        self._open = True
        self._held: list[Any] = []
        try:
            self._gateway = machine.connect()
            self._call(self._load_classes)
        except BaseException:
            self.close()
            raise

    @property
    def alive(self) -> bool:
        """Whether it can play another game."""
        return self._open and not self.broken and self.machine.alive and not self.machine.retiring

    # ---- the simulator's calls -------------------------------------------------------------------

    def load(self, task: str, variation: int, simplification: str) -> None:
        """Set a game up; nothing of the one before is left, its random generator included."""
        self._call(lambda: self._simulator.load(task, variation, simplification, False))

    def step(self, command: str) -> str:
        """Carry a command out and return what is seen."""
        return str(self._call(lambda: self._simulator.step(command)))

    def state(self) -> tuple[int, bool, int]:
        """Return the score (0 to 100, negative once lost), whether the task is completed, and the moves so far."""
        game = self._simulator
        score, done, moves = self._call(lambda: (game.getScore(), game.getCompleted(), game.getNumMoves()))
        return round(100 * float(score)), bool(done), int(moves)

    def look(self) -> str:
        """Return what is seen in this room; takes no time."""
        return str(self._call(lambda: self._simulator.freeActionLook()))

    def inventory(self) -> str:
        """Return what is carried; takes no time."""
        return str(self._call(lambda: self._simulator.freeActionInventory()))

    def goal(self) -> str:
        """Return the task in words; takes no time."""
        return str(self._call(lambda: self._simulator.freeActionTaskDesc()))

    def valid(self, *, own: bool) -> list[str]:
        """Return the valid actions, in the simulator's order.

        Args:
            own: draw names of ambiguous things from a generator that is used for nothing else. Otherwise they come from
                the game's, and asking changes what happens later.
        """
        return str(self._call(self._valid_apart if own else self._valid)).split("\n")

    def gold(self, task: str, variation: int, simplification: str) -> list[str]:
        """Return actions that solve a task from its beginning; a game must be loaded anew afterwards."""

        def make() -> Any:
            self._simulator.load(task, variation, simplification, True)
            return self._joined(self._simulator.getGoldActionSequence())

        return str(self._call(make)).split("\n")

    # ---- what the pool asks ----------------------------------------------------------------------

    def reset(self) -> None:
        """Nothing: a game is loaded when it begins."""

    def hang_up(self) -> None:
        """Nothing: closing does not wait."""

    def close(self) -> None:
        """Give the slot up; a machine without slots ends."""
        if not self._open:
            return
        self._open = False
        with contextlib.suppress(Exception):  # The machine may be gone; what it held went with it.
            if self.machine.alive and not self.broken:
                for held in self._held:
                    self._gateway.detach(held)
            self._gateway.close()
        self.machine.leave()

    # ---- internals -------------------------------------------------------------------------------

    def _call(self, call: Callable[[], T]) -> T:
        from py4j.protocol import Py4JError, Py4JNetworkError

        if self.broken or not self._open:
            raise EnvironmentFailure("This slot of the simulator has failed before: begin a new episode.")
        try:
            return call()
        except (Py4JError, OSError) as error:
            self.broken = True
            if isinstance(error, (Py4JNetworkError, OSError)):
                # No answer: the machine has ended, or hangs, and every other slot of it with this one.
                self.machine.settle()
            raise self.machine.failure(error) from error

    def _load_classes(self) -> None:
        jvm, hold = self._gateway.jvm, self._hold
        lang = jvm.java.lang
        urls = hold(self._gateway.new_array(jvm.java.net.URL, 1))
        urls[0] = hold(hold(hold(jvm.java.io.File(str(self.machine.jar))).toURI()).toURL())
        platform = hold(lang.ClassLoader.getPlatformClassLoader())
        loader = hold(jvm.java.net.URLClassLoader(urls, platform))

        def named(name: str) -> Any:
            return hold(lang.Class.forName(name, True, loader))

        no_types, no_values = (hold(self._gateway.new_array(kind, 0)) for kind in (lang.Class, lang.Object))
        self._simulator = hold(
            hold(named(_SIMULATOR).getDeclaredConstructor(no_types)).newInstance(no_values)
        )
        self._random = hold(hold(named("scala.util.Random$").getField("MODULE$")).get(None))
        self._generator = hold(named("scala.util.Random").getDeclaredField("self"))
        self._generator.setAccessible(True)
        self._games_own = hold(self._generator.get(self._random))
        self._apart = hold(jvm.java.util.Random(0))
        self._join = lang.String.join

    def _hold(self, found: Any) -> Any:
        self._held.append(found)
        return found

    def _joined(self, listed: Any) -> Any:
        try:
            return self._join("\n", listed)
        finally:
            self._gateway.detach(listed)

    def _valid(self) -> Any:
        return self._joined(self._simulator.getValidActionObjectCombinations())

    def _valid_apart(self) -> Any:
        self._apart.setSeed(0)
        self._generator.set(self._random, self._apart)
        found = self._valid()
        self._generator.set(self._random, self._games_own)
        return found
