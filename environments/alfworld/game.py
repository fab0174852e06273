"""A game: everything about a problem that no action changes, parsed once and shared by all episodes."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from agentgym.environments.alfworld.dialect import Dialect
from agentgym.environments.alfworld.goals import Goal, compile_goal
from agentgym.environments.alfworld.pddl import parse
from agentgym.errors import DataError

FLAGS = ("isclean", "ishot", "iscool", "issliced", "istoggled")
"""Properties of objects that actions change."""

_UNMANGLE = (("_bar_", "|"), ("_minus_", "-"), ("_plus_", "+"), ("_dot_", "."), ("_comma_", ","))
Action = tuple[str, str, str]
"""Kind of an action, the object or receptacle, and the receptacle, location or tool."""


class Game:
    """An immutable game.

    Args:
        problem: text of the PDDL problem.
        task: the goal sentence (``Your task is to: …``).
        dialect: wording and rules.

    Raises:
        DataError: the problem is damaged or of no known task type.
    """

    def __init__(self, problem: str, task: str, dialect: Dialect) -> None:
        parsed = parse(problem)
        facts = {k: sorted(set(v)) for k, v in parsed.facts.items()}
        self.task = task
        self.dialect = dialect
        self.names = _display_names(sorted({a for rows in facts.values() for row in rows for a in row}))
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
        # The state at the start of an episode; copied by State.
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
            parsed.goal, self.object_types, self.receptacle_types, self.static
        )
        self._elsewhere: dict[str, dict[str, Action]] = {}

    def elsewhere(self, location: str) -> dict[str, Action]:
        """Return the ``go to`` commands at a location, with those that are always there; sorted."""
        commands = self._elsewhere.get(location)
        if commands is None:
            commands = {c: action for c, action in self._travel if action[2] != location}
            self._elsewhere[location] = commands
        return commands

    @cached_property
    def _travel(self) -> list[tuple[str, Action]]:
        commands: dict[str, Action] = {"look": ("look", "", ""), "inventory": ("inventory", "", "")}
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


def enumerate_names(names: list[str]) -> str:
    """Write names as English: ``a bed 1, a desk 1, and a lamp 1``; ``nothing`` for none."""
    if not names:
        return "nothing"
    return join_names([f"a {name}" for name in names])


def join_names(names: list[str]) -> str:
    """Join with commas and a last ``, and ``."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, and {names[-1]}"


def _types(rows: list[tuple[str, ...]]) -> dict[str, frozenset[str]]:
    types: dict[str, frozenset[str]] = {}
    for thing, kind in rows:
        types[thing] = types.get(thing, frozenset()) | {kind}
    return types


def _display_names(ids: list[str]) -> dict[str, str]:
    """Number the things of each class: the first in order of the raw id gets the highest number.

    A raw id with ``basin`` in it is called so (``sink|…|sinkbasin`` is a ``sinkbasin``), as upstream does.
    """
    classes = {}
    for raw in ids:
        head, bar, _ = raw.partition("_bar_")
        if bar:
            classes[raw] = head + ("basin" if "basin" in raw else "")
    left = Counter(classes.values())
    names = {}
    for raw in ids:
        kind = classes.get(raw)
        if kind is None:
            plain = raw
            for mangled, character in _UNMANGLE:
                plain = plain.replace(mangled, character)
            names[raw] = f"{plain} "
        else:
            names[raw] = f"{kind} {left[kind]}"
            left[kind] -= 1
    return names
