"""The two engines behind one interface: ours, and TextWorld's."""

from __future__ import annotations

from typing import Protocol

import msgspec

from agentgym.environments.alfworld.dialect import Dialect, recognise, task_sentence
from agentgym.environments.alfworld.game import Game
from agentgym.environments.alfworld.state import State
from agentgym.errors import DataError


class GameFile(msgspec.Struct, frozen=True):
    """The content of a ``game.tw-pddl`` file."""

    pddl_domain: str
    grammar: str
    pddl_problem: str
    walkthrough: list[str] | None = None
    solvable: bool | None = None


class Engine(Protocol):
    """Plays one game at a time; re-used for the next."""

    won: bool

    def start(self, file: GameFile) -> str:
        """Load a game and return its first observation."""
        ...

    def step(self, command: str) -> str:
        """Carry a command out and return the feedback."""
        ...

    def admissible(self) -> list[str]:
        """Return the admissible commands, sorted."""
        ...

    def close(self) -> None:
        """Release what the engine holds."""
        ...


def dialect_of(file: GameFile) -> Dialect:
    """Return the dialect of a game.

    Raises:
        DataError: it speaks none that our engine knows.
    """
    dialect = recognise(file.pddl_domain, file.grammar)
    if dialect is None:
        raise DataError(
            "The game's domain or grammar is neither alfworld's ('move … to …') nor the older one "
            "('put … in/on …'): engine='fast' cannot play it. Use engine='textworld' "
            "(pip install 'agentgym[alfworld]'), or a game file as alfworld writes it."
        )
    return dialect


class FastEngine:
    """Our own engine: the game parsed once, the state a few sets."""

    def __init__(self) -> None:
        self.state: State | None = None

    @property
    def won(self) -> bool:
        """Whether the goal is reached."""
        return self.state is not None and self.state.won

    def start(self, file: GameFile) -> str:
        """Begin an episode of a game."""
        return self.start_game(Game(file.pddl_problem, task_sentence(file.grammar), dialect_of(file)))

    def start_game(self, game: Game) -> str:
        """Begin an episode of a game that is parsed already."""
        self.state = State(game)
        return self.state.intro()

    def step(self, command: str) -> str:
        """Carry a command out."""
        return self._playing().step(command)

    def admissible(self) -> list[str]:
        """Return the admissible commands."""
        return self._playing().admissible()

    def close(self) -> None:
        """Forget the game."""
        self.state = None

    def _playing(self) -> State:
        if self.state is None:
            raise DataError("No game is loaded: call start() first.")
        return self.state
