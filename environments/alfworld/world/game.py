"""A game: everything about a problem that no action changes, made once and shared by all episodes."""

from __future__ import annotations

from functools import cached_property

from agentgym.environments.alfworld.world.dialect import Dialect
from agentgym.environments.alfworld.world.goals import Goal, compile_goal
from agentgym.environments.alfworld.world.names import display_names, enumerate_names
from agentgym.environments.alfworld.world.problem import Problem
from agentgym.errors import DataError

FLAGS = ("isclean", "ishot", "iscool", "issliced", "istoggled")
"""Properties of objects that actions change."""

Command = tuple[str, str, str]
"""What an admissible command does: the effect (a key of ``effects.EFFECTS``) and what it is applied to, two raw
ids, empty where there are fewer. A plain tuple: dozens are made at every step."""


class Game:
    """An immutable game.

    Args:
        problem: the facts and the goal.
        task: the goal sentence (``Your task is to: …``).
        dialect: wording and rules.

    Raises:
        DataError: the problem is damaged or of no known task type.
    """

    def __init__(self, problem: Problem, task: str, dialect: Dialect) -> None:
        facts = {k: sorted(set(v)) for k, v in problem.facts.items()}
        self.task = task
        self.dialect = dialect
        self.names = display_names(sorted({a for rows in facts.values() for row in rows for a in row}))
        at = facts.get("atlocation", [])
        if not at:
            raise DataError("The problem does not say where the agent is (no atLocation fact).")
        self.start = at[0][1]
        self.placed = facts.get("receptacleatlocation", [])
        self.receptacles_at: dict[str, tuple[str, ...]] = {}
        for receptacle, location in self.placed:
            self.receptacles_at[location] = (*self.receptacles_at.get(location, ()), receptacle)
        self.object_types = _types(facts.get("objecttype", []))
        self.receptacle_types = _types(facts.get("receptacletype", []))
        static = ("pickupable", "cleanable", "heatable", "coolable", "sliceable", "toggleable")
        self.static = {p: frozenset(row[0] for row in facts.get(p, [])) for p in static}
        self.openable = frozenset(row[0] for row in facts.get("openable", []))
        self.containers = frozenset(row[0] for row in facts.get("isreceptacleobject", []))
        self.nested: dict[str, tuple[str, ...]] = {}
        for inner, outer in facts.get("inreceptacleobject", []):
            self.nested[outer] = (*self.nested.get(outer, ()), inner)
        self.fits = frozenset(facts.get("cancontain", []))
        # The state at the start of an episode; shared by State until an action changes it.
        receptacles = {r for r, _ in self.placed} | set(self.receptacle_types)
        inside: dict[str, set[str]] = {r: set() for r in receptacles}
        for thing, receptacle in facts.get("inreceptacle", []):
            inside.setdefault(receptacle, set()).add(thing)
        self.contents = {r: frozenset(things) for r, things in inside.items()}
        self.opened = frozenset(row[0] for row in facts.get("opened", []))
        self.held = next((row[1] for row in facts.get("holds", [])), None)
        self.objects_at = frozenset((o, location) for o, location in facts.get("objectatlocation", []))
        self.flags = {f: frozenset(row[0] for row in facts.get(f, [])) for f in FLAGS}
        self.goal: tuple[Goal, ...] = compile_goal(
            problem.goal, self.object_types, self.receptacle_types, self.static
        )
        self._elsewhere: dict[str, dict[str, Command]] = {}

    def elsewhere(self, location: str) -> dict[str, Command]:
        """Return the ``go to`` commands at a location, with those that are always there; sorted."""
        commands = self._elsewhere.get(location)
        if commands is None:
            commands = {text: command for text, command in self._travel if command[2] != location}
            self._elsewhere[location] = commands
        return commands

    @cached_property
    def _travel(self) -> list[tuple[str, Command]]:
        commands: dict[str, Command] = {"look": ("look", "", ""), "inventory": ("inventory", "", "")}
        if self.dialect.has_help:
            commands["help"] = ("help", "", "")
        for receptacle, there in self.placed:
            commands.setdefault(f"go to {self.names[receptacle]}", ("goto", receptacle, there))
        return sorted(commands.items())

    def accepts(self, receptacle: str, thing: str) -> bool:
        """Whether a thing may be put into a receptacle."""
        kinds = self.object_types.get(thing, frozenset())
        return any(
            (outer, inner) in self.fits
            for outer in self.receptacle_types.get(receptacle, ())
            for inner in kinds
        )

    @cached_property
    def overview(self) -> str:
        """The receptacles of the room, as the first observation lists them."""
        return enumerate_names([self.names[r] for r, _ in self.placed])


def _types(rows: list[tuple[str, ...]]) -> dict[str, frozenset[str]]:
    types: dict[str, frozenset[str]] = {}
    for thing, kind in rows:
        types[thing] = types.get(thing, frozenset()) | {kind}
    return types
