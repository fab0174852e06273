"""Problems about lists."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any


def longest_plateau(values: list[int]) -> int:
    """Return the length of the longest run of equal neighbours, 0 for an empty list."""
    return max((len(list(run)) for _, run in itertools.groupby(values)), default=0)


def running_maximum(values: list[int]) -> list[int]:
    """Return, for each place, the largest number up to there."""
    best: list[int] = []
    for value in values:
        best.append(value if not best else max(best[-1], value))
    return best


def interleave(first: list[int], second: list[int]) -> list[int]:
    """Take one number from each list in turn, beginning with the first list; what is left over of the longer list
    comes at the end.
    """
    result: list[int] = []
    for pair in zip(first, second):
        result.extend(pair)
    shorter = min(len(first), len(second))
    return result + first[shorter:] + second[shorter:]


def second_smallest(values: list[int]) -> int | None:
    """Return the second smallest of the different numbers in a list, or None if there are fewer than two."""
    different = sorted(set(values))
    return different[1] if len(different) > 1 else None


def pairs_with_sum(values: list[int], total: int) -> int:
    """Count the pairs of places i < j whose numbers add up to total."""
    seen: dict[int, int] = {}
    count = 0
    for value in values:
        count += seen.get(total - value, 0)
        seen[value] = seen.get(value, 0) + 1
    return count


def chunked(values: list[int], size: int) -> list[list[int]]:
    """Cut a list into pieces of the given size; the last piece may be shorter."""
    return [values[i : i + size] for i in range(0, len(values), size)]


def rotate_right(values: list[int], places: int) -> list[int]:
    """Move every number to the right by so many places; what falls off the end comes back at the beginning."""
    if not values:
        return []
    cut = -places % len(values)
    return values[cut:] + values[:cut]


def merge_intervals(intervals: list[list[int]]) -> list[list[int]]:
    """Merge intervals [start, end] that overlap or touch, and return them sorted by their start."""
    merged: list[list[int]] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return merged


def transpose(rows: list[list[int]]) -> list[list[int]]:
    """Return the columns of a table, which is given as rows of equal length."""
    return [list(column) for column in zip(*rows)]


def spiral(rows: list[list[int]]) -> list[int]:
    """Read a table clockwise from its upper left corner, from the outside to the inside."""
    rows = [list(row) for row in rows]
    result: list[int] = []
    while rows:
        result += rows.pop(0)
        rows = [list(column) for column in zip(*rows)][::-1]
    return result


def longest_increasing(values: list[int]) -> int:
    """Return the length of the longest strictly increasing subsequence, whose places need not be neighbours."""
    best: list[int] = []
    for i, value in enumerate(values):
        best.append(1 + max((best[j] for j in range(i) if values[j] < value), default=0))
    return max(best, default=0)


def best_stretch(values: list[int]) -> int:
    """Return the largest sum of neighbouring numbers; at least one number has to be taken."""
    best = current = values[0]
    for value in values[1:]:
        current = max(value, current + value)
        best = max(best, current)
    return best


def mode(values: list[int]) -> int:
    """Return the number that occurs most often; of several, the smallest."""
    counts = Counter(values)
    return min(counts, key=lambda v: (-counts[v], v))


def differences(values: list[int], order: int) -> list[int]:
    """Replace a list by the differences of its neighbours (right minus left), so many times as order says."""
    for _ in range(order):
        values = [b - a for a, b in zip(values, values[1:])]
    return values


def flatten(nested: list[Any]) -> list[Any]:
    """Return all that is no list in a list of lists of any depth, from left to right."""
    result = []
    for item in nested:
        result += flatten(item) if isinstance(item, list) else [item]
    return result


def majority(values: list[int]) -> int | None:
    """Return the number that fills more than half of the places, or None if there is none."""
    for value in set(values):
        if 2 * values.count(value) > len(values):
            return value
    return None


CALLS: list[tuple[Any, list[tuple[Any, ...]]]] = [
    (
        longest_plateau,
        [([1, 1, 2, 2, 2],), ([],), ([5],), ([1, 2, 3],), ([4, 4, 4, 4],), ([0, 0, 1, 0, 0, 0],)],
    ),
    (running_maximum, [([1, 3, 2, 5],), ([4, 4, 1],), ([],), ([-3, -5, -1],), ([9],)]),
    (interleave, [([1, 3], [2, 4]), ([1], [2, 4, 6]), ([], [7]), ([1, 2, 3], []), ([1, 2, 3], [9])]),
    (second_smallest, [([3, 1, 2],), ([1, 1],), ([],), ([5, 5, 4, 4, 6],), ([-1, -2, 0],)]),
    (pairs_with_sum, [([1, 2, 3, 4], 5), ([2, 2, 2], 4), ([], 0), ([0, 0], 0), ([-1, 1, 2], 0), ([5], 10)]),
    (chunked, [([1, 2, 3, 4, 5], 2), ([1], 4), ([], 3), ([1, 2, 3, 4], 4), ([1, 2, 3], 1)]),
    (rotate_right, [([1, 2, 3, 4], 1), ([1, 2, 3], 5), ([], 2), ([1, 2, 3], 0), ([1, 2, 3, 4], -1)]),
    (
        merge_intervals,
        [([[1, 3], [2, 5], [8, 9]],), ([[4, 5], [1, 4]],), ([],), ([[1, 9], [2, 3]],), ([[1, 2]],)],
    ),
    (transpose, [([[1, 2, 3], [4, 5, 6]],), ([[1]],), ([],), ([[1], [2]],), ([[1, 2], [3, 4]],)]),
    (
        spiral,
        [
            ([[1, 2, 3], [4, 5, 6], [7, 8, 9]],),
            ([[1, 2], [3, 4]],),
            ([[1, 2, 3]],),
            ([[1], [2], [3]],),
            ([],),
        ],
    ),
    (
        longest_increasing,
        [([3, 1, 2, 5, 4],), ([5, 4, 3],), ([],), ([1, 2, 3],), ([2, 2, 2],), ([1, 9, 2, 8, 3],)],
    ),
    (best_stretch, [([1, -2, 3, 4],), ([-3, -1, -2],), ([5],), ([2, -1, 2, -5, 3],), ([-1, 10, -2, 10],)]),
    (mode, [([1, 2, 2, 3],), ([3, 1, 3, 1],), ([7],), ([-1, -1, 5, 5],), ([0, 4, 4, 0, 4],)]),
    (differences, [([1, 4, 9], 1), ([1, 4, 9, 16], 2), ([5], 1), ([3, 3], 0), ([2, 8, 1, 1], 3)]),
    (flatten, [([1, [2, [3]]],), ([[], [[]]],), ([],), ([[1, 2], 3, [[4]]],), (["a", ["b"]],)]),
    (majority, [([1, 2, 1],), ([1, 2],), ([],), ([3],), ([2, 2, 1, 1],), ([4, 4, 4, 1],)]),
]
