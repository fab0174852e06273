"""Mathematical questions of a few forms, as WolframAlpha would take them: equations, dates, units, expressions."""

from __future__ import annotations

import re

from agentgym.tools.calculator import dates, units
from agentgym.tools.calculator.calculator import calculate
from agentgym.tools.calculator.equations import solve
from agentgym.tools.calculator.expressions import NotComputable

_SOLVE = re.compile(
    r"^\s*solve\b:?(?:\s+for\s+[A-Za-z]\b\s*[:,]?)?(?:\s+the\s+equation)?\s*(.*?)\s*[.?]?\s*$", re.I | re.S
)
_FOR = re.compile(r"\s+for\s+[A-Za-z]\s*$", re.IGNORECASE)
_LONGEST = 5_000
_EVIDENCE = re.compile(r"\[([^\[\]]*)\]")


def ask(text: str) -> str:
    """Answer a question.

    ``Solve x + 2 = 5``, ``days between D1 and D2``, ``D + 30 days``, ``convert 5 km to miles``, or an expression.

    Raises:
        NotComputable: it is of none of these forms, or has no answer.
    """
    if len(text) > _LONGEST:
        raise NotComputable("the text is too long")
    asked = _SOLVE.match(text)
    equation = _FOR.sub("", asked[1] if asked else text)
    if "=" in equation:
        return solve(equation)
    plain = _EVIDENCE.sub(r" \1 ", text)
    if plain.lower().lstrip().startswith("convert"):
        return units.convert(plain)
    try:
        return dates.answer(plain)
    except NotComputable:
        return calculate(asked[1] if asked else text)
