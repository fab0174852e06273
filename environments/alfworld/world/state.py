"""``State``: what an episode changes, a few sets over one shared :class:`Game`."""

from __future__ import annotations

from agentgym.environments.alfworld.world.game import Game


class State:
    """One episode of a game.

    Sets are replaced and never mutated: a fresh state shares the game's.

    Attributes:
        game: what is played.
        location: where the agent is.
        holding: the object in its hand, or ``None``.
        contents: objects in each receptacle.
        opened: open receptacles.
        objects_at: (object, location) of what is in reach somewhere.
        taken_from: (object, receptacle) of what was taken out and not put back.
        flags: objects by changed property (``isclean`` …).
    """

    __slots__ = (
        "contents",
        "flags",
        "game",
        "holding",
        "location",
        "objects_at",
        "opened",
        "taken_from",
    )

    def __init__(self, game: Game) -> None:
        self.game = game
        self.location = game.start
        self.holding = game.held
        self.contents = dict(game.contents)
        self.opened = game.opened
        self.objects_at = game.objects_at
        self.taken_from: frozenset[tuple[str, str]] = frozenset()
        self.flags = game.flags

    @property
    def here(self) -> tuple[str, ...]:
        """The receptacles where the agent is."""
        return self.game.receptacles_at.get(self.location, ())

    @property
    def won(self) -> bool:
        """Whether the goal is reached."""
        return all(goal.met(self) for goal in self.game.goal)

    def flag(self, flag: str, thing: str, *, unset: str = "") -> None:
        """Give a thing a property, and take the opposite one away."""
        self.flags = {**self.flags, flag: self.flags[flag] | {thing}}
        if unset:
            self.flags[unset] = self.flags[unset] - {thing}
