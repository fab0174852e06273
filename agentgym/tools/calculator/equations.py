"""Equations: one, linear or quadratic, in one letter; solved exactly by evaluating it at five places."""

from __future__ import annotations

import re
from fractions import Fraction

from agentgym.tools.calculator.expressions import MANY, ONE, NotComputable, Number, evaluate, written

_NAME = re.compile(r"[A-Za-z]+")


def solve(equation: str) -> str:
    """Return the solutions of an equation as text (``x = 2 or x = 3``).

    Raises:
        NotComputable: it is no equation, has several unknowns, or is not of degree one or two.
    """
    left, sign, right = equation.partition("=")
    if not sign or "=" in right:
        raise NotComputable("there is not one equals sign")
    names = {n for n in _NAME.findall(equation) if n not in ONE and n not in MANY and n != "pi"}
    letters = {n for n in names if len(n) == 1}
    if len(names) != 1 or len(letters) != 1:
        raise NotComputable("there is not one unknown")
    (x,) = letters

    def difference(value: int) -> Fraction:
        at = {x: Fraction(value)}
        found = _exact(evaluate(left, at)) - _exact(evaluate(right, at))
        return found

    here, after, before = difference(0), difference(1), difference(-1)
    a = (after + before) / 2 - here
    b = (after - before) / 2
    for place in (2, -3, 7):
        if difference(place) != a * place * place + b * place + here:
            raise NotComputable("the equation is neither linear nor quadratic")
    return _said(x, a, b, here)


def _said(x: str, a: Fraction, b: Fraction, c: Fraction) -> str:
    if not a:
        if not b:
            return f"every {x} is a solution" if not c else "there is no solution"
        return f"{x} = {written(-c / b)}"
    inner = b * b - 4 * a * c
    if inner < 0:
        return "there is no real solution"
    root = evaluate("sqrt(n)", {"n": inner})
    roots = sorted({(-b - root) / (2 * a), (-b + root) / (2 * a)})
    return " or ".join(f"{x} = {written(r)}" for r in roots)


def _exact(value: Number) -> Fraction:
    if not isinstance(value, Fraction):
        raise NotComputable("the equation has numbers that are not exact")
    return value
