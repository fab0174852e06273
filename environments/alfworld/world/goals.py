"""Goals: the six task types' goal formulas, compiled to a check over the state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

import msgspec

from agentgym.environments.alfworld.world.problem import Tree
from agentgym.errors import DataError

_STATIC = ("cleanable", "heatable", "coolable", "sliceable", "toggleable")
_DYNAMIC = ("isclean", "ishot", "iscool", "issliced")


class Situation(Protocol):
    """What goals ask of a state."""

    holding: str | None
    contents: dict[str, frozenset[str]]
    flags: dict[str, frozenset[str]]

    @property
    def here(self) -> tuple[str, ...]:
        """The receptacles where the agent is."""
        ...


class Goal(Protocol):
    """One conjunct of a goal."""

    def met(self, state: Situation) -> bool:
        """Whether it holds now."""
        ...


class Placed(msgspec.Struct, frozen=True):
    """``count`` of ``objects``, each with all ``properties``, lie in one of ``receptacles``."""

    objects: frozenset[str]
    receptacles: tuple[str, ...]
    properties: tuple[str, ...]
    count: int

    def met(self, state: Situation) -> bool:
        """Whether enough fitting objects lie in one receptacle."""
        for receptacle in self.receptacles:
            inside = self.objects & state.contents[receptacle]
            if len(inside) >= self.count:
                fit = [o for o in inside if all(o in state.flags[p] for p in self.properties)]
                if len(fit) >= self.count:
                    return True
        return False


class Lit(msgspec.Struct, frozen=True):
    """One of ``lamps`` is toggled and stands where the agent is."""

    lamps: tuple[str, ...]

    def met(self, state: Situation) -> bool:
        """Whether such a lamp is here."""
        toggled = state.flags["istoggled"]
        return any(
            lamp in toggled and any(lamp in state.contents[r] for r in state.here) for lamp in self.lamps
        )


class Held(msgspec.Struct, frozen=True):
    """The agent holds one of ``objects``."""

    objects: frozenset[str]

    def met(self, state: Situation) -> bool:
        """Whether it does."""
        return state.holding in self.objects


def compile_goal(
    tree: Tree,
    object_types: Mapping[str, frozenset[str]],
    receptacle_types: Mapping[str, frozenset[str]],
    static: Mapping[str, frozenset[str]],
) -> tuple[Goal, ...]:
    """Compile the goal of a problem.

    Args:
        tree: the goal's s-expression.
        object_types, receptacle_types: type names of each object and receptacle.
        static: objects by unchanging predicate (``cleanable`` …).

    Raises:
        DataError: a formula that is none of the six task types'.
    """
    parts = tree[1:] if tree and tree[0] == "and" else [tree]
    goals: list[Goal] = []
    for part in parts:
        literals = list(_literals(part))
        names = {literal[0] for literal in literals}
        types = {literal[2] for literal in literals if literal[0] == "objecttype"}
        if len(types) != 1:
            raise DataError(f"A goal over {len(types)} object types is none of ALFWorld's six task types.")
        wanted = types.pop()
        objects = frozenset(o for o, t in object_types.items() if wanted in t)
        for predicate in _STATIC:
            if predicate in names:
                objects &= static.get(predicate, frozenset())
        if "istoggled" in names:
            goals.append(Lit(tuple(sorted(objects))))
        elif "holds" in names:
            goals.append(Held(objects))
        else:
            target = {literal[2] for literal in literals if literal[0] == "receptacletype"}
            receptacles = tuple(sorted(r for r, t in receptacle_types.items() if target & t))
            two = any(literal[0] == "not" for literal in literals)
            qualities = tuple(p for p in _DYNAMIC if p in names)
            goals.append(Placed(objects, receptacles, qualities, 2 if two else 1))
    return tuple(goals)


_KNOWN = {
    *_STATIC, *_DYNAMIC, "objecttype", "receptacletype", "inreceptacle", "istoggled", "holds",
    "receptacleatlocation", "atlocation", "not",
}  # fmt: skip


def _literals(tree: Tree | str) -> Iterator[tuple[str, ...]]:
    if isinstance(tree, str):
        raise DataError(f"Unexpected word {tree!r} in the goal.")
    if tree and tree[0] == "and":
        for part in tree[1:]:
            yield from _literals(part)
    elif tree and tree[0] == "exists":
        yield from _literals(tree[2])
    else:
        literal = tuple(str(word) for word in tree)
        if not literal or literal[0] not in _KNOWN:
            raise DataError(f"The goal uses {literal[:1]}, which none of ALFWorld's six task types does.")
        yield literal
