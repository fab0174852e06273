"""What the hooks of an environment declare and return: one clear sentence where it is something else.

Nothing here costs a step more than an ``isinstance``; ``agentgym check`` looks at all that is inside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

from agentgym.actions import Action, Tool
from agentgym.card import Card
from agentgym.errors import EnvironmentFailure
from agentgym.profile import Profile

EXECUTIONS = ("inline", "thread", "process")
"""The values of :data:`agentgym.hooks.Execution`."""


def returned(owner: object, hook: str, value: object, expected: type[object], words: str) -> Any:
    """Return what a hook returned, if it is what the contract says.

    Args:
        owner: the environment, or its class.
        hook: name of the method.
        value: what it returned.
        expected: the type that it must be of.
        words: that type in words (``"a str"``), with how to get one where that is not plain.

    Raises:
        EnvironmentFailure: it is something else; the sentence names the hook, what was expected, what was found.
    """
    if isinstance(value, expected):
        return value
    raise wrong(f"{_name(owner)}.{hook}", words, value)


def wrong(hook: str, words: str, value: object) -> EnvironmentFailure:
    """Return the error of a hook that returned something else than it should."""
    forgotten = " (is a `return` missing?)" if value is None else f": {value!r:.80}"
    return EnvironmentFailure(f"{hook} must return {words}, it returned {type(value).__name__}{forgotten}")


def expert(owner: object, actions: object) -> Iterator[Action]:
    """Return what ``gold`` returned as an iterator of actions.

    Raises:
        EnvironmentFailure: it cannot be iterated over.
    """
    words = "an iterator of Action (`yield` each)"
    return iter(returned(owner, "gold", actions, Iterable, words))


def action(owner: object, hook: str, value: object) -> Action:
    """Return an action that a hook yielded or returned.

    Raises:
        EnvironmentFailure: it is none.
    """
    found: Action = returned(owner, hook, value, Action, "an Action")
    return found


def solved(owner: object, example: object) -> Sequence[tuple[str, Action]]:
    """Return what ``demonstration`` returned as (observation, action) pairs.

    Raises:
        EnvironmentFailure: it is something else.
    """
    words = "a sequence of (str, Action) pairs"
    pairs: Sequence[tuple[str, Action]] = returned(owner, "demonstration", example, Sequence, words)
    for pair in pairs:
        if not (
            isinstance(pair, tuple)
            and len(pair) == 2
            and isinstance(pair[0], str)
            and isinstance(pair[1], Action)
        ):
            raise wrong(f"{_name(owner)}.demonstration", words, pair)
    return pairs


def declared(cls: type[Any]) -> None:
    """Check what a class says of itself, when it is defined.

    Raises:
        EnvironmentFailure: ``profiles``, ``tools``, ``splits`` … are not what the contract says.
    """
    for name, (holds, words) in _DECLARED.items():
        value = vars(cls).get(name)
        # A property, or a field of a mixin that says the type only, is looked at when it is used.
        if value is not None and not hasattr(value, "__get__") and not holds(value):
            raise EnvironmentFailure(
                f"{cls.__name__}.{name} must be {words}, it is {type(value).__name__}: {value!r:.80}"
            )


def _profiles(value: object) -> bool:
    return (
        isinstance(value, Mapping)
        and bool(value)
        and all(isinstance(p, Profile) and p.name == name for name, p in value.items())
    )


def _texts(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(v, str) for v in value)


_DECLARED: dict[str, tuple[Callable[[Any], bool], str]] = {
    "profiles": (_profiles, 'a dict of Profile by their own names, at least one: {"a": Profile(name="a")}'),
    "tools": (
        lambda v: isinstance(v, tuple) and all(isinstance(t, Tool) for t in v),
        "a tuple of Tool: (Tool(name=…),)",
    ),
    "splits": (lambda v: bool(v) and _texts(v), 'a tuple of names: ("train", "test")'),
    "incidental": (
        lambda v: isinstance(v, Set) and all(isinstance(n, str) for n in v),
        'a frozenset of names of arguments: frozenset({"render_mode"})',
    ),
    "execution": (lambda v: v in EXECUTIONS, f"one of {', '.join(EXECUTIONS)}"),
    "card": (lambda v: isinstance(v, Card), "a Card"),
}


def _name(owner: object) -> str:
    return (owner if isinstance(owner, type) else type(owner)).__name__
