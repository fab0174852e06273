"""Final answers: how they are read, and the two comparisons.

``paper`` is what AgentBench up to v0.2 does, with its quirks, but ``ast.literal_eval`` in place of ``eval``: what
a model writes is never run. ``corrected`` follows the result processor of AgentBench's function-calling version.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Sequence
from typing import Any

TOLERANCE = 1e-2
"""How far two numbers may differ in the corrected comparison (AgentBench FC)."""


def read_answer(text: str) -> list[Any]:
    """Read a final answer as AgentBench does: a Python literal made a list, else the text itself.

    >>> read_answer(' ["a", 2]'), read_answer("5"), read_answer("Paris")
    (['a', 2], ['5'], ['Paris'])
    """
    try:
        values = list(ast.literal_eval(text.strip()))
        repr(values)  # a number of more digits than Python prints is no answer either
        return values
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return [text.strip()]


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
