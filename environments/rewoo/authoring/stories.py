"""The stories of word problems: what is drawn, what is told, and how it is computed."""

from __future__ import annotations

from typing import NamedTuple

from agentgym.environments.rewoo.authoring.steps import Step
from agentgym.environments.rewoo.world.names import ALPHA, CALCULATOR, LLM


class Story(NamedTuple):
    """A template.

    Attributes:
        numbers: what is drawn (``a=2..9``, with a step ``a=10..90/5``) or computed (``s=3*x+b``), in order.
        text: the question, with numbers, ``{p}`` and ``{q}`` for people and ``{t}`` and ``{u}`` for things in braces.
        steps: the plan; ``x`` is the unknown of an equation.
        reads: calls of LLM that read the unknown out of a solution.
    """

    numbers: str
    text: str
    steps: tuple[Step, ...]
    reads: tuple[str, ...] = ()


def _solved(equation: str, what: str, last: str) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """Return steps that solve an equation, read x out of it, and compute the answer from that."""
    steps = (
        (f"Let x be {what}, write down what is known and solve it.", ALPHA, f"Solve {equation}"),
        ("Read the unknown out of the solution.", LLM, "What is x, given #E1"),
        ("Compute what is asked for.", CALCULATOR, last),
    )
    return steps, ("#E2",)


STORIES = (
    Story("a=20..80 b=3..9 c=6..24", "{p} has {a} {t} and buys {b} boxes of {c} {t} each. How many {t} does {p} have now?",
          (("Count the {t} in the boxes.", CALCULATOR, "{b} * {c}"), ("Add those from before.", CALCULATOR, "#E1 + {a}"))),
    Story("a=4..12 b=15..40 c=5..12", "A hall has {a} rows of {b} seats and {c} seats on a balcony. How many seats are there?",
          (("Count the seats in the rows.", CALCULATOR, "{a} * {b}"), ("Add the balcony.", CALCULATOR, "#E1 + {c}"))),
    Story("c=3..9 b=4..12 a=b*c", "{p} shares {a} {t} equally among {b} children and keeps none. How many {t} does each child get?",
          (("Divide them.", CALCULATOR, "{a} / {b}"),)),
    Story("a=120..900/20 b=5..40/5", "A coat costs ${a}. It is sold at {b}% off. What does it cost now, in dollars?",
          (("Compute the discount.", CALCULATOR, "{b}% * {a}"), ("Take it off the price.", CALCULATOR, "{a} - #E1"))),
    Story("a=40..90/10 b=2..6 c=30..80/5 d=2..5", "A car drives {b} hours at {a} km/h and then {d} hours at {c} km/h. How far does it get, in kilometres?",
          (("Compute the first part.", CALCULATOR, "{a} * {b}"), ("Compute the second part.", CALCULATOR, "{c} * {d}"),
           ("Add the two.", CALCULATOR, "#E1 + #E2"))),
    Story("a=3..9 b=12..30 c=2..8 d=5..25", "{p} buys {a} {t} at ${b} each and {c} {u} at ${d} each. How many dollars is that together?",
          (("Compute the price of the {t}.", CALCULATOR, "{a} * {b}"), ("Compute the price of the {u}.", CALCULATOR, "{c} * {d}"),
           ("Add the two.", CALCULATOR, "#E1 + #E2"))),
    Story("b=6..14 a=4..9 c=2..3", "{p} reads {a} pages on Monday and {b} pages on each of the other six days of the week. After {c} such weeks, how many pages has {p} read?",
          (("Count the pages of a week.", CALCULATOR, "{a} + 6 * {b}"), ("Multiply by the weeks.", CALCULATOR, "#E1 * {c}"))),
    Story("a=200..900/50 b=3..8 c=12..40", "A tank holds {a} litres. {b} buckets of {c} litres are taken out. How many litres are left?",
          (("Compute what is taken out.", CALCULATOR, "{b} * {c}"), ("Take it from the whole.", CALCULATOR, "{a} - #E1"))),
    Story("a=14..40 b=14..40 c=14..40 d=14..40", "On four days {p} sold {a}, {b}, {c} and {d} {t}. How many {t} is that a day on average?",
          (("Add the four days.", CALCULATOR, "{a} + {b} + {c} + {d}"), ("Divide by the days.", CALCULATOR, "#E1 / 4"))),
    Story("a=8..30 b=5..20", "A garden is {a} metres long and {b} metres wide. A fence around it costs $12 a metre. What does the fence cost, in dollars?",
          (("Compute the length of the fence.", CALCULATOR, "2 * ({a} + {b})"), ("Multiply by the price.", CALCULATOR, "#E1 * 12"))),
    Story("a=1000..9000/500 b=2..8 c=2..5", "{p} puts ${a} on an account with {b}% simple interest a year. How many dollars of interest is that after {c} years?",
          (("Compute the interest of a year.", CALCULATOR, "{b}% * {a}"), ("Multiply by the years.", CALCULATOR, "#E1 * {c}"))),
    Story("x=20..60 d=4..18 e=3..15 s=x+(2*x-d)+((2*x-d)-e)",
          "{p}, {q} and a helper packed {s} {t} together. {p} packed x of them, {q} packed {d} fewer than twice as many as {p}, and the helper packed {e} fewer than {q}. How many {t} did the helper pack?",
          *_solved("x + (2x - {d}) + ((2x - {d}) - {e}) = {s}", "what {p} packed", "(2 * #E2 - {d}) - {e}")),
    Story("x=8..40 d=2..15 s=2*x+d", "{p} and {q} are {s} years old together, and {p} is {d} years older than {q}. How old is {p}?",
          *_solved("x + (x + {d}) = {s}", "the age of {q}", "#E2 + {d}")),
    Story("x=3..20 a=2..9 b=5..40 s=a*x+b", "{p} thinks of a number, multiplies it by {a}, adds {b}, and gets {s}. What is ten times the number?",
          *_solved("{a}x + {b} = {s}", "the number", "10 * #E2")),
    Story("x=5..30 k=2..5 s=2*(x+k*x)", "The sides of a rectangle measure {s} cm together, and it is {k} times as long as it is wide. What is its area in square centimetres?",
          *_solved("2 * (x + {k}x) = {s}", "the width", "#E2 * ({k} * #E2)")),
    Story("x=4..25 a=3..9 b=10..60 s=a*x-b", "{p} sold {a} equal packs of {t}. After {b} {t} had come back as broken, {s} were paid for. How many {t} do two packs hold?",
          *_solved("{a}x - {b} = {s}", "what a pack holds", "2 * #E2")),
    Story("x=10..50 c=2..4 d=5..30 s=x+c*x+d", "In two rooms there are {s} {t}. In the second there are {d} more than {c} times as many as in the first. How many {t} are in the second room?",
          *_solved("x + ({c}x + {d}) = {s}", "what is in the first room", "{c} * #E2 + {d}")),
    Story("x=12..60/2 s=x+x/2+3*x", "{p}, {q} and a friend walked {s} km together. {q} walked half as far as {p}, and the friend three times as far as {p}. How many kilometres did the friend walk?",
          *_solved("x + x/2 + 3x = {s}", "what {p} walked", "3 * #E2")),
    Story("x=30..90/5 h=2..5 d=10..30/5 s=h*x+h*(x-d)", "Two trains start towards each other. After {h} hours they meet; together they have come {s} km. One is {d} km/h slower than the other. How fast is the slower one, in km/h?",
          *_solved("{h}x + {h} * (x - {d}) = {s}", "the speed of the faster train", "#E2 - {d}")),
    Story("a=3..12 b=2..9 c=4..20 d=10..50", "A machine makes {a} {t} a minute. It runs {b} hours and {c} minutes, and {d} of the {t} are faulty. How many good {t} does it make?",
          (("Compute the minutes.", CALCULATOR, "{b} * 60 + {c}"), ("Count the {t}.", CALCULATOR, "#E1 * {a}"),
           ("Leave the faulty ones out.", CALCULATOR, "#E2 - {d}"))),
)  # fmt: skip
