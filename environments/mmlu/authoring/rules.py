"""Questions whose answers are computed: numbers, logic, dates, expressions of Python."""

from __future__ import annotations

import datetime
import math
import random

from agentgym.environments.mmlu.authoring.drawing import Draft, Rule

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _near(
    value: int, rng: random.Random, steps: tuple[int, ...] = (1, 2, 3, 5, 10, 11, 20)
) -> tuple[str, ...]:
    return tuple(str(value + sign * step) for step in steps for sign in (1, -1) if value + sign * step >= 0)


def arithmetic(rng: random.Random) -> Draft:
    """Two operations."""
    a, b, c = rng.randint(12, 99), rng.randint(3, 19), rng.randint(10, 99)
    if rng.random() < 0.5:
        value, text = a * b - c, f"{a} × {b} − {c}"
    else:
        value, text = c + a * b, f"{c} + {a} × {b}"
    wrong = (*_near(value, rng), str((c + a) * b), str(a * (b + c)))
    return Draft(f"What is {text}?", str(value), wrong)


def number_theory(rng: random.Random) -> Draft:
    """Divisors, remainders, primes."""
    kind = rng.randrange(4)
    if kind == 0:
        a, b = rng.randint(4, 20) * (k := rng.randint(2, 12)), rng.randint(4, 20) * k
        value = math.gcd(a, b)
        near = (value * 2, value + 1, max(1, value // 2), value * 3, 1, k + 2)
        return Draft(
            f"What is the greatest common divisor of {a} and {b}?", str(value), tuple(map(str, near))
        )
    if kind == 1:
        a, b = rng.randint(100, 999), rng.randint(7, 19)
        others = tuple(str(x) for x in range(b) if x != a % b)
        return Draft(f"What remains when {a} is divided by {b}?", str(a % b), others)
    if kind == 2:
        primes = [n for n in range(20, 200) if all(n % d for d in range(2, 15) if d < n)]
        right = rng.choice(primes)
        odd = tuple(
            str(n) for n in range(right - 30, right + 30) if n > 8 and n % 2 and n % 5 and n not in primes
        )
        return Draft(
            "Which of these numbers is a prime?", str(right), tuple(x for x in odd if not _prime(int(x)))
        )
    a, b = rng.randint(4, 24), rng.randint(4, 24)
    value = math.lcm(a, b)
    wrong = tuple(str(x) for x in {a * b, value * 2, value + a, value + b, max(a, b), value - min(a, b)})
    return Draft(f"What is the least common multiple of {a} and {b}?", str(value), wrong)


def _prime(n: int) -> bool:
    return n > 1 and all(n % d for d in range(2, math.isqrt(n) + 1))


def binary_numbers(rng: random.Random) -> Draft:
    """Bases 2, 10 and 16."""
    n, kind = rng.randint(17, 250), rng.randrange(3)
    near = [n + d for d in (-16, -8, -4, -2, -1, 1, 2, 4, 8, 16) if n + d > 0]
    if kind == 0:
        return Draft(f"Which binary number is {n} in decimal?", f"{n:b}", tuple(f"{x:b}" for x in near))
    if kind == 1:
        return Draft(f"Which decimal number is {n:b} in binary?", str(n), tuple(map(str, near)))
    return Draft(f"Which hexadecimal number is {n} in decimal?", f"{n:X}", tuple(f"{x:X}" for x in near))


def geometry(rng: random.Random) -> Draft:
    """Areas, angles, lengths."""
    kind = rng.randrange(4)
    if kind == 0:
        a, b, c = rng.choice(((3, 4, 5), (5, 12, 13), (8, 15, 17), (7, 24, 25), (20, 21, 29)))
        k = rng.randint(1, 9)
        text = f"The legs of a right triangle are {a * k} and {b * k} long. How long is the hypotenuse?"
        return Draft(text, str(c * k), (*_near(c * k, rng), str((a + b) * k)))
    if kind == 1:
        n = rng.randint(5, 20)
        value = (n - 2) * 180
        text = f"What is the sum of the inner angles of a polygon with {n} corners, in degrees?"
        return Draft(text, str(value), tuple(str(value + 180 * d) for d in (-2, -1, 1, 2, 3)))
    if kind == 2:
        a, b, h = rng.randint(3, 30), rng.randint(3, 30), 2 * rng.randint(2, 15)
        value = (a + b) * h // 2
        text = f"A trapezium has parallel sides of {a} and {b}, which are {h} apart. What is its area?"
        return Draft(text, str(value), (*_near(value, rng), str((a + b) * h), str(a * b)))
    a, b = rng.randint(20, 80), rng.randint(20, 80)
    text = f"Two angles of a triangle are {a} and {b} degrees. How many degrees is the third?"
    return Draft(text, str(180 - a - b), (*_near(180 - a - b, rng), str(360 - a - b), str(a + b)))


def calendar(rng: random.Random) -> Draft:
    """Days of the week, and days between dates."""
    day = datetime.date(rng.randint(1900, 2090), rng.randint(1, 12), rng.randint(1, 28))
    written = f"{day.day} {day:%B} {day.year}"
    if rng.random() < 0.5:
        right = _DAYS[day.weekday()]
        return Draft(f"Which day of the week is {written}?", right, tuple(d for d in _DAYS if d != right))
    days = rng.randint(20, 300)
    later = day + datetime.timedelta(days)
    wrong = tuple(
        f"{x.day} {x:%B} {x.year}"
        for d in (-30, -3, -2, -1, 1, 2, 3, 30)
        if (x := later + datetime.timedelta(d))
    )
    return Draft(f"Which date is {days} days after {written}?", f"{later.day} {later:%B} {later.year}", wrong)


_FORMS = (
    (
        "If {a}, then {b}. {A}.",
        "{B}.",
        ("It is not so that {b}.", "It is not so that {a}.", "If {b}, then {a}."),
    ),
    (
        "If {a}, then {b}. It is not so that {b}.",
        "It is not so that {a}.",
        ("{A}.", "{B}.", "If {b}, then {a}."),
    ),
    ("{A}, or {b}. It is not so that {a}.", "{B}.", ("It is not so that {b}.", "{A}.", "Neither holds.")),
    (
        "If {a}, then {b}. If {b}, then {c}.",
        "If {a}, then {c}.",
        ("If {c}, then {a}.", "If {b}, then {a}.", "{C}."),
    ),
    (
        "It is not so that both {a} and {b}. {A}.",
        "It is not so that {b}.",
        ("{B}.", "It is not so that {a}.", "Both hold."),
    ),
    (
        "{A} if and only if {b}. It is not so that {a}.",
        "It is not so that {b}.",
        ("{B}.", "{A}.", "Nothing follows about whether {b}."),
    ),
)
_CLAUSES = (
    "the lamp is lit", "the door is open", "the train is late", "the river is frozen", "the shop is shut",
    "the cat is asleep", "the bridge is closed", "the kettle is hot", "the well is dry", "the flag is raised",
    "the mill is turning", "the guest is early",
)  # fmt: skip


def propositional_logic(rng: random.Random) -> Draft:
    """What follows from two premises."""
    premises, right, wrong = rng.choice(_FORMS)
    a, b, c = rng.sample(_CLAUSES, 3)
    words = {"a": a, "b": b, "c": c, "A": _capital(a), "B": _capital(b), "C": _capital(c)}
    text = f"{premises.format(**words)} What follows?"
    return Draft(text, right.format(**words), tuple(w.format(**words) for w in wrong))


def _capital(clause: str) -> str:
    return clause[0].upper() + clause[1:]


def python_expressions(rng: random.Random) -> Draft:
    """What an expression gives."""
    kind, n, k = rng.randrange(5), rng.randint(5, 40), rng.randint(2, 9)
    if kind == 0:
        return Draft(
            f"In Python, what is {-n} // {k}?", str(-n // k), tuple(str(-n // k + d) for d in (-2, -1, 1, 2))
        )
    if kind == 1:
        return Draft(
            f"In Python, what is {-n} % {k}?",
            str(-n % k),
            tuple(str(x) for x in range(-k, k + 2) if x != -n % k),
        )
    if kind == 2:
        value = sum(range(k, n, 2))
        text = f"In Python, what is sum(range({k}, {n}, 2))?"
        return Draft(text, str(value), (*_near(value, rng), str(value + n), str(value + k)))
    if kind == 3:
        word = rng.choice(("harbour", "lantern", "meadow", "copper", "violin", "granite"))
        i = rng.randint(1, 4)
        others = (word[i:], word[:i], word[::-1], word[i + 1 :], word[: i + 1], word[::2], word[1::2])
        right = word[i:][::-1]
        return Draft(
            f"In Python, what is {word!r}[{i}:][::-1]?",
            repr(right),
            tuple(repr(o) for o in others if o != right),
        )
    values = [rng.randint(0, 9) for _ in range(5)]
    right_list = sorted(set(values))
    falling = sorted(set(values), reverse=True)
    others_list = (sorted(values), values, values[::-1], falling, sorted(values, reverse=True),
                   right_list[1:], right_list[:-1])  # fmt: skip
    wrong = tuple(str(o) for o in others_list if o != right_list)
    return Draft(f"In Python, what is sorted(set({values}))?", str(right_list), wrong)


RULES: dict[str, Rule] = {
    f.__name__: f
    for f in (
        arithmetic, number_theory, binary_numbers, geometry, calendar, propositional_logic, python_expressions
    )
}  # fmt: skip
