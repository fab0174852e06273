"""The calculator: an expression, also one inside a sentence or with evidence in brackets."""

from __future__ import annotations

import re

from agentgym.tools.calculator.expressions import MANY, ONE, NotComputable, evaluate, written

_NAMES = "|".join(sorted((*ONE, *MANY, "pi"), key=len, reverse=True))
_RUN = re.compile(rf"(?:\b(?:{_NAMES})\b|[\d\s.,+\-*/%^()\[\]$€£−×÷·])+")
_NUMBER = re.compile(r"(?<![\w.,])[-−]?[$€£]?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?![\w])")
_BRACKET = re.compile(r"\[([^\[\]]*)\]")
_WORD = re.compile(r"[A-Za-z]{2,}|[=:]")
_OF = re.compile(r"%\s+of\s+", re.IGNORECASE)
_LONGEST = 5_000
_OPERATION = re.compile(r"\d[\s)\]%]*[-+*/^−×÷·]|[a-z]\(|\d\s*%")


def calculate(text: str) -> str:
    """Return the value of what is asked, as text.

    Words in square brackets, as evidence comes, count as the one number that they hold. If the text is no expression,
    the only one that stands in it counts (a number alone is none).

    Raises:
        NotComputable: there is none, or more than one, or it has no value.
    """
    if len(text) > _LONGEST:
        raise NotComputable("the text is too long")
    plain = _OF.sub("% * ", _BRACKET.sub(_reduced, text))
    try:
        return written(evaluate(plain))
    except NotComputable as error:
        found = [run for run in _runs(plain) if _OPERATION.search(run)]
        if len(found) != 1 or found[0].strip() == plain.strip():
            raise error
        return written(evaluate(found[0]))


def _runs(text: str) -> list[str]:
    return [
        run for m in _RUN.finditer(text) if (run := m[0].strip(" \t\n,.")) and any(c.isdigit() for c in run)
    ]


def _reduced(bracket: re.Match[str]) -> str:
    """Return evidence as a number, if it is words with one number."""
    inside = bracket[1]
    if not _WORD.search(inside):
        return bracket[0]
    numbers = _NUMBER.findall(inside)
    return f"({numbers[0]})" if len(numbers) == 1 else bracket[0]
