"""Our own engine: the game parsed once, the state a few sets, microseconds a step."""

from __future__ import annotations

from agentgym.environments.alfworld.world.admissible import admissible_commands
from agentgym.environments.alfworld.world.effects import EFFECTS, QUIET, surroundings
from agentgym.environments.alfworld.world.engine import NOTHING
from agentgym.environments.alfworld.world.game import Command, Game
from agentgym.environments.alfworld.world.state import State
from agentgym.errors import DataError


class FastEngine:
    """Plays parsed games (:class:`~.engine.Engine`).

    Attributes:
        won: whether the goal is reached.
    """

    def __init__(self) -> None:
        self.won = False
        self._state: State | None = None
        self._commands: dict[str, Command] | None = None
        self._listed: list[str] | None = None

    @property
    def state(self) -> State:
        """The episode's state, for experts.

        Raises:
            DataError: no game is loaded.
        """
        if self._state is None:
            raise DataError("No game is loaded: call start() first.")
        return self._state

    def start(self, game: Game) -> str:
        """Begin an episode of a game and return the first observation."""
        state = self._state = State(game)
        self._commands = self._listed = None
        self.won = state.won
        return f"-= Welcome to TextWorld, ALFRED! =-\n\n{surroundings(state, game.overview)}\n\n{game.task}"

    def step(self, command: str) -> str:
        """Carry a command out and return the feedback; ``NOTHING`` if it is not admissible."""
        found = self.commands().get(command.strip())
        if found is None:
            return NOTHING
        effect, first, second = found
        state = self.state
        feedback = EFFECTS[effect](state, first, second)
        if effect not in QUIET:
            self._commands = self._listed = None
            self.won = state.won
        return feedback

    def commands(self) -> dict[str, Command]:
        """Return the admissible commands with what they do."""
        if self._commands is None:
            self._commands = admissible_commands(self.state)
        return self._commands

    def admissible(self) -> list[str]:
        """Return the admissible commands, sorted."""
        if self._listed is None:
            self._listed = sorted(self.commands())
        return self._listed.copy()

    def close(self) -> None:
        """Forget the game."""
        self._state = self._commands = self._listed = None
        self.won = False
