"""Whether a task is solved: the answer compared in one of two ways, the tables by hash, BIRD's queries by rows.

The comparison ``paper`` is what AgentBench up to v0.2 does, with its quirks; ``corrected`` follows the result
processor of AgentBench's function-calling version.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from agentgym.environments.database.world.backend import Backend, StatementError
from agentgym.environments.database.world.content import MODIFYING, Problem
from agentgym.errors import DataError

TOLERANCE = 1e-2
"""How far two numbers may differ in the corrected comparison (AgentBench FC)."""


def solved(server: Backend, problem: Problem, answers: Sequence[Any], comparison: str) -> bool:
    """Whether a final answer solves the task.

    Args:
        server: holds the tables as the agent left them.
        problem: says by what it is scored.
        answers: the values of the answer; not looked at where the tables are what counts.
        comparison: one of :data:`COMPARISONS`.

    Raises:
        DataError: BIRD's own query does not run.
        EnvironmentFailure: the server failed.
    """
    if problem.scoring == "answer":
        return COMPARISONS[comparison](answers, problem.answer)
    if problem.scoring == "rows":
        return COMPARISONS[comparison](answers, values_of(server, problem))
    if problem.scoring == "execution":
        return same_rows(server, problem, str(answers[0]) if answers else "")
    return changed(server, problem)


def unanswered(server: Backend, problem: Problem) -> bool:
    """Whether the task is solved though no answer was given: a change counts, as upstream has it."""
    return problem.kind in MODIFYING and changed(server, problem)


def changed(server: Backend, problem: Problem) -> bool:
    """Whether the tables are as the gold statement leaves them."""
    if problem.scoring == "table":
        return server.table_hash(problem.database.tables[0]) == problem.expected
    return server.state_hash(problem.database) == problem.expected


def same_rows(server: Backend, problem: Problem, query: str) -> bool:
    """BIRD's execution accuracy: the query and the gold query give the same set of rows.

    Raises:
        DataError: the gold query does not run.
    """
    wanted = _reference(server, problem)
    try:
        found = server.rows(query)
    except StatementError:
        return False
    return set(found) == set(wanted)


def values_of(server: Backend, problem: Problem) -> list[str]:
    """Return the values of the rows that the reference query gives, row by row, as the texts of an answer.

    Raises:
        DataError: it does not run.
    """
    return [str(value) for row in _reference(server, problem) for value in row]


def _reference(server: Backend, problem: Problem) -> list[tuple[Any, ...]]:
    try:
        return server.rows(problem.gold[0])
    except StatementError as error:
        raise DataError(f"The gold query of {problem.database.name!r} does not run: {error}") from None


def compare_paper(answer: Sequence[Any], truth: Sequence[str]) -> bool:
    """Compare exactly: one value as numbers if both are, several as sets (order and repeats do not count)."""
    if len(answer) == 1 and len(truth) == 1:
        try:
            return float(answer[0]) == float(truth[0])
        except (ValueError, TypeError, OverflowError):
            return bool(answer[0] == truth[0])
    try:
        return set(answer) == set(truth)
    except TypeError:  # a list or dictionary within the answer
        return False


def compare_corrected(answer: Sequence[Any], truth: Sequence[str]) -> bool:
    """Compare cleaned values: numbers within 0.01 (one to one), other texts as sets.

    Quotes, percent signs and commas within numbers do not count; no value, ``null``, ``nan`` and an empty text
    are ``0``. Rows of several columns (``[["a", 1]]``, ``[("a", 1)]``) are taken apart.
    """
    left, right = [clean(v) for v in _flat(answer)], [clean(v) for v in _flat(truth)]
    numbers_left, numbers_right = _numbers(left), _numbers(right)
    if numbers_left is not None and numbers_right is not None:
        return _matched(numbers_left, numbers_right)
    return set(left) == set(right)


COMPARISONS: dict[str, Callable[[Sequence[Any], Sequence[str]], bool]] = {
    "paper": compare_paper,
    "corrected": compare_corrected,
}


def clean(value: Any) -> str:
    """Return a value as the text that the corrected comparison looks at.

    >>> clean(" '1,200' "), clean("12%"), clean(None), clean("a, b")
    ('1200', '12', '0', 'a, b')
    """
    text = str(value).strip()
    while len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1].strip()
    if text.casefold() in ("", "none", "null", "nan"):
        return "0"
    bare = text.removesuffix("%").replace(",", "").strip()
    return bare if _number(bare) is not None else text


def _flat(values: Sequence[Any]) -> list[Any]:
    flat: list[Any] = []
    for value in values:
        flat += value if isinstance(value, (list, tuple, set)) else [value]
    return flat


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _numbers(texts: Sequence[str]) -> list[float] | None:
    numbers = [n for n in map(_number, texts) if n is not None]
    return numbers if len(numbers) == len(texts) else None


def _matched(left: list[float], right: list[float]) -> bool:
    # Sorted, the nearest partners stand at the same place: a greedy search would find no better pairing.
    return len(left) == len(right) and all(
        abs(a - b) <= TOLERANCE for a, b in zip(sorted(left), sorted(right), strict=True)
    )
