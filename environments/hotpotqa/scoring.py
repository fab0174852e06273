"""Scoring: the official F1 of the answer, and what was read on the way."""

from __future__ import annotations

from collections.abc import Collection

from agentgym.tools.answers import exact_match, f1


def score(prediction: str, gold: str) -> dict[str, float]:
    """Return ``em``, ``f1``, ``precision`` and ``recall`` of an answer; that of none is ``""``."""
    overlap = f1(prediction, gold)
    return {
        "em": float(exact_match(prediction, gold)),
        "f1": overlap.f1,
        "precision": overlap.precision,
        "recall": overlap.recall,
    }


def reading(seen: Collection[str], gold_titles: list[str]) -> dict[str, float]:
    """Return how many of the articles that the answer follows from were found, and which share of them that is."""
    found = sum(title in seen for title in gold_titles)
    return {"gold_titles": float(found), "gold_share": found / len(gold_titles)} if gold_titles else {}
