"""``Problem``: the facts of a household at the start, and the goal, as a PDDL problem states them."""

from __future__ import annotations

from typing import NamedTuple

Tree = list["Tree | str"]
"""A parsed s-expression; all words lower-cased, as PDDL is read without regard to case."""


class Problem(NamedTuple):
    """A parsed problem.

    ``facts`` maps each predicate to its argument tuples in the order of the file.
    """

    facts: dict[str, list[tuple[str, ...]]]
    goal: Tree
