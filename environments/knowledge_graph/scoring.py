"""Scores of an answer: F1 over sets, exact match, executability."""

from __future__ import annotations

from collections.abc import Collection


def score(predicted: Collection[str] | None, gold: Collection[str]) -> dict[str, float]:
    """Return ``f1``, ``exact_match``, ``executability`` (there is a non-empty answer) and ``success``.

    ``predicted`` is ``None`` where no answer was given. F1 is 0 where nothing is shared.

    >>> score({"m.1", "m.2"}, {"m.1"})["f1"]
    0.6666666666666666
    """
    found, wanted = set(predicted or ()), set(gold)
    shared = len(found & wanted)
    f1 = 2 * shared / (len(found) + len(wanted)) if shared else 0.0
    exact = float(predicted is not None and found == wanted)
    return {"f1": f1, "exact_match": exact, "executability": float(bool(found)), "success": exact}
