"""What a template is: it draws a question from a world, or says that it does not fit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from agentgym.environments.database.authoring.drawing import Unfit, World


class Drawn(NamedTuple):
    """A question with the statements that answer it; ``most`` answers are acceptable."""

    question: str
    statements: tuple[str, ...]
    most: int = 1


class Template(NamedTuple):
    """A template. It belongs to one split: no question of the test set has the form of one in training."""

    name: str
    kind: str
    split: str
    draw: Callable[[World], Drawn]


TEMPLATES: list[Template] = []
"""All templates, in the order of their definition."""


def template(kind: str, split: str) -> Callable[[Callable[[World], Drawn]], Callable[[World], Drawn]]:
    """Register a function as a template of a kind and a split."""

    def register(function: Callable[[World], Drawn]) -> Callable[[World], Drawn]:
        TEMPLATES.append(Template(function.__name__, kind, split, function))
        return function

    return register


def answer_of(world: World, drawn: Drawn) -> tuple[str, ...]:
    """Return the answer of a question.

    Raises:
        Unfit: there is none, there are too many, or a value is empty, 0, or close to being rounded otherwise.
    """
    rows = world.query(drawn.statements[-1])
    if not 1 <= len(rows) <= drawn.most:
        raise Unfit
    values = [v for row in rows for v in row]
    if any(v is None or v == "" or v == 0 for v in values):
        raise Unfit
    return tuple(_written(v) for v in values)


def _written(value: Any) -> str:
    return str(value)


def rounded(world: World, sql: str) -> None:
    """Check that the number of a query is not near the middle between two values of two decimals.

    Raises:
        Unfit: it is, so that servers might round it differently.
    """
    rows = world.query(sql)
    value = rows[0][0] if rows else None
    if value is None or abs(abs(float(value)) * 100 % 1 - 0.5) < 0.02:
        raise Unfit
