"""The paper's overall score: the mean of score / weight over the environments that have both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from agentgym.report.statistics import Interval, combine


class Part(NamedTuple):
    """What one environment brings: its score and interval as fractions, its weight in percent."""

    score: float
    weight: float
    interval: Interval | None = None


class Overall(NamedTuple):
    """An overall score.

    Attributes:
        value: mean of score / weight.
        interval: 95 % interval, ``None`` where a part has none.
        parts, of: of how many environments it is made, and of how many it could be.
    """

    value: float
    interval: Interval | None
    parts: int
    of: int


def overall(parts: Sequence[Part], *, of: int | None = None) -> Overall | None:
    """Return the overall score (arXiv 2310.12823, section 3.1), ``None`` without a part.

    Args:
        parts: the environments that have a score and a weight.
        of: how many environments have a weight; as many as there are parts by default.
    """
    if not parts:
        return None
    factors = [100.0 / part.weight / len(parts) for part in parts]
    value = sum(factor * part.score for factor, part in zip(factors, parts, strict=True))
    known = [(p.score, p.interval, f) for p, f in zip(parts, factors, strict=True) if p.interval is not None]
    interval = combine(known)[1] if len(known) == len(parts) else None
    return Overall(value, interval, len(parts), len(parts) if of is None else of)
