"""Copies of environments: for tree search, for processes that get environments that are ready.

An episode follows from its seed and the agent's messages alone, so a copy (``copy.deepcopy``, ``pickle``) is made by
playing it again: another environment of the same class and arguments, reset as this one was, with the same messages.
Servers, sandboxes and files are the copy's own; nothing is shared between the two.
"""

from __future__ import annotations

import copy
from typing import Any

import numpy as np

Begun = tuple[int | None, Any, np.random.Generator | None]
"""Seed and options of a reset, and the generator as it was before where there is no seed."""


class Copyable:
    """An environment that can be copied and pickled."""

    _made: tuple[tuple[Any, ...], dict[str, Any]]
    _begun: Begun | None = None
    _done: list[tuple[str, str]]
    """What was done since: ``(method, argument)``."""

    def __new__(cls, *arguments: Any, **named: Any) -> Any:
        """Remember what it is made of."""
        self = super().__new__(cls)
        self._made = (arguments, named)
        self._done = []
        return self

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        """Say how it is made again."""
        spec = getattr(self, "spec", None)
        return remade, (type(self), *self._made, spec, self._begun, list(self._done))

    def _began(self, seed: int | None, options: Any, rng: np.random.Generator | None) -> None:
        """Remember how an episode began."""
        kept = copy.deepcopy(rng) if seed is None else None
        # Shallow is enough: what names a task is a text, a number, or a Task, which is frozen.
        self._begun, self._done = (seed, copy.copy(options), kept), []


def remade(
    kind: type[Any],
    arguments: tuple[Any, ...],
    named: dict[str, Any],
    spec: Any,
    begun: Begun | None,
    done: list[tuple[str, str]],
) -> Any:
    """Make an environment, begin its episode and do what was done with the one that is copied."""
    env = kind(*arguments, **named)
    env.spec = spec
    if begun is None:
        return env
    seed, options, rng = begun
    if rng is not None:
        env.np_random = copy.deepcopy(rng)
    env.reset(seed=seed, options=options)
    for method, argument in done:
        getattr(env, method)(argument)
    return env
