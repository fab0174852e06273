"""``Engine``: what plays a game, ours or TextWorld's."""

from __future__ import annotations

from typing import Protocol, TypeVar

GameT = TypeVar("GameT", contravariant=True)

NOTHING = "Nothing happens."
"""What the game says to a command that is not admissible."""


class Engine(Protocol[GameT]):
    """Plays one game at a time; re-used for the next.

    ``GameT`` is the form in which it takes a game: :class:`~.game.Game` ours, :class:`~.game_file.GameFile`
    TextWorld's.
    """

    @property
    def won(self) -> bool:
        """Whether the goal is reached."""
        ...

    def start(self, game: GameT) -> str:
        """Begin an episode and return its first observation."""
        ...

    def step(self, command: str) -> str:
        """Carry a command out and return the feedback; :data:`NOTHING` if it is not admissible."""
        ...

    def admissible(self) -> list[str]:
        """Return the admissible commands, sorted."""
        ...

    def close(self) -> None:
        """Release what the engine holds."""
        ...
