"""Scoring: which number an answer gives, by three rules, and whether it is the right one.

``paper`` is what AgentTuning's script does: the last run of digits in the text, evaluated as Python. It knows neither
signs nor decimals nor the commas of thousands: ``-3`` is 3, ``12.50`` is 50, ``1,234`` is 234, and ``1,050`` is no
number at all, because Python refuses ``050``. A model that makes no mistake and writes thousands with commas gets
89.9 % on the test split. ``strict`` and ``flexible`` read as lm-eval 0.4's filters of these names do. A number is
compared by value: ``18.00`` is 18. lm-eval compares texts; that verdict is :func:`exact_match`.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from agentgym.environments.gsm8k.protocol import EXTRACTORS, NEXT, Extractor

_DIGITS = re.compile(r"\d+")
_STRICT = re.compile(r"#### (\-?[0-9\.\,]+)")
_FLEXIBLE = re.compile(r"(-?[$0-9.,]{2,})|(-?[0-9]+)")


def cut(answer: str) -> str:
    """Return an answer up to the next question that a model has made up."""
    return answer.partition(NEXT)[0]


def extract(answer: str, extractor: Extractor) -> str | None:
    """Return the number that an answer gives, as it is written there; ``None`` if there is none.

    >>> extract("5 + 7 = 12. #### 12", "strict"), extract("It is $1,050.", "flexible"), extract("1,050", "paper")
    ('12', '$1,050.', None)
    """
    text = cut(answer)
    if extractor == "strict":
        found = _STRICT.search(text)
        return found[1] if found else None
    if extractor == "flexible":
        every = [found[0] for found in _FLEXIBLE.finditer(text)]
        return every[-1] if every else None
    runs = _DIGITS.findall(text)
    return runs[-1] if runs and _is_python(runs[-1]) else None


def _is_python(digits: str) -> bool:
    """Whether Python reads these digits as a number: ASCII, no leading zero unless all are zeros."""
    return digits.isascii() and (digits[0] != "0" or not digits.strip("0"))


def number(text: str | None) -> Decimal | None:
    """Return the value of a number as people write it: ``$1,050.`` is 1050; ``None`` if it is none."""
    if text is None:
        return None
    try:
        value = Decimal(text.replace("$", "").replace(",", "").rstrip("."))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def exact_match(extracted: str | None, result: str) -> bool:
    """Whether lm-eval takes what was extracted for right: as text, without commas, dollar signs and a last dot."""
    return extracted is not None and _plain(extracted) == _plain(result)


def _plain(text: str) -> str:
    return re.sub(r"\.$", "", re.sub(r"[,$]", "", text)).lower()


def score(answer: str, result: str) -> dict[str, float]:
    """Return whether the answer is right by each rule, and ``exact_match`` of ``strict`` and ``flexible``."""
    found: dict[str, str | None] = {name: extract(answer, name) for name in EXTRACTORS}
    right = number(result)
    scores: dict[str, float] = {
        name: float(right is not None and number(text) == right) for name, text in found.items()
    }
    for name in ("strict", "flexible"):
        scores[f"{name}_exact_match"] = float(exact_match(found[name], result))
    return scores
