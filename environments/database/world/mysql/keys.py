"""What values and rows are the same by, and sorted by; whether an expression is of groups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.nodes import Select, Union, With


def one_key(kind: v.Type) -> Callable[[Any], Any]:
    """Return what values of a type are the same by."""
    if kind.kind == "str":
        return lambda x: None if x is None else v.binary_key(x) if kind.binary else v.text_key(x)
    if kind.kind == "dec":  # computed with more digits than count
        return lambda x: None if x is None else v.rounded(x, kind.scale)
    if kind.kind == "dbl" and 0 < kind.scale < v.ALL_DIGITS:
        return lambda x: None if x is None else round(x, kind.scale)
    return lambda x: x


def row_key(kinds: Sequence[v.Type]) -> Callable[[tuple[Any, ...]], Any]:
    """Return what rows are the same by."""
    keys = [one_key(k) for k in kinds]
    return lambda row: tuple(k(x) for k, x in zip(keys, row, strict=True))


def sort_key(kind: v.Type) -> Callable[[Any], Any]:
    """Return what values of a type are sorted by; NULL is first."""
    key = one_key(kind)
    return lambda x: (0,) if x is None else (1, key(x))


def has_window(node: Any) -> bool:
    """Whether a window function stands in an expression, not in a query within."""
    if not isinstance(node, tuple) or not node or isinstance(node, (Select, Union, With)):
        return False
    return node[0] == "win" or any(has_window(n) for n in node)


def has_aggregate(node: Any) -> bool:
    """Whether an aggregate stands in an expression, not in a query within."""
    if not isinstance(node, tuple) or not node:
        return False
    if node[0] == "agg":
        return True
    if node[0] in ("query", "exists") or isinstance(node, (Select, Union, With)):
        return False
    return any(has_aggregate(n) for n in node)
