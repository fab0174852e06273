"""A game: one variation of a task, played in a slot, asked for no more than is needed."""

from __future__ import annotations

from typing import Literal

from agentgym.environments.scienceworld.world.simulators import SIMULATORS, Lease
from agentgym.errors import EpisodeError

Order = Literal["package", "own"]
"""Who draws the names of ambiguous things in a list of valid actions; see :meth:`Game.valid`."""
FIRST = "look around"
"""The first move of every game, as the package's ``reset`` makes it."""


class Game:
    """A game under way.

    Args:
        task: the simulator's name of the task.
        variation: number of its variation.
        simplification: simplifications, by name, with commas; ``easy`` is all that fit the task.
        order: ``package`` asks for the valid actions at the beginning and after each step, as the package does, which
            moves the game's own random generator; ``own`` asks when somebody wants them, and moves nothing.

    Attributes:
        observation: what the last command led to.
        score: 0 to 100; negative once the task cannot be solved any more.
        moves: commands that took time; looking around takes none.

    Raises:
        EnvironmentFailure: the machine has failed.
    """

    def __init__(self, task: str, variation: int, simplification: str, *, order: Order) -> None:
        self._order = order
        self._valid: list[str] | None = None
        self._lease: Lease | None = SIMULATORS.get().lend()
        self.slot = self._lease.slot
        try:
            self.slot.load(task, variation, simplification)
            self._take(FIRST)
            self.goal = self.slot.goal().removeprefix("Task Description:").strip()
            """The task in words."""
        except BaseException:
            self.end()
            raise

    def step(self, command: str) -> str:
        """Carry a command out.

        Raises:
            EnvironmentFailure: the machine has failed.
            EpisodeError: the game is over.
        """
        if not self.under_way:
            raise EpisodeError("The game is over: begin another one.")
        self._take(command)
        return self.observation

    @property
    def under_way(self) -> bool:
        """Whether the game still holds its slot."""
        return self._lease is not None

    def valid(self) -> list[str]:
        """Return the valid actions, in the simulator's order."""
        if self._valid is None:
            self._valid = self.slot.valid(own=self._order == "own")
        return self._valid

    def end(self) -> None:
        """Give the slot back; score and moves stay."""
        lease, self._lease = self._lease, None
        if lease is not None:
            lease.release()

    def _take(self, command: str) -> None:
        self._valid = None
        self.observation = self.slot.step(command)
        self.score, self.completed, self.moves = self.slot.state()
        if self._order == "package":
            self.valid()
