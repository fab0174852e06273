"""Problems of dates, units and speeds, for the solver of mathematical questions."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

import msgspec

from agentgym.environments.rewoo.authoring.steps import Step, plan_of, run
from agentgym.environments.rewoo.authoring.sums import NAMES
from agentgym.environments.rewoo.world.names import ALPHA, CALCULATOR, LLM
from agentgym.environments.rewoo.world.problem import Label, Problem
from agentgym.tools.calculator.dates import written

TOOLS = (ALPHA, CALCULATOR, LLM)
Template = Callable[[random.Random], Problem]


def _problem(question: str, label: Label, *steps: Step, unit: str = "", cut: str = "") -> Problem:
    """Return a problem whose answer is the last evidence of its plan."""
    draft = Problem(
        question=question, answer="", label=label, tools=TOOLS, examples="math", plan=plan_of(*steps)
    )
    last = list(run(draft, {}).values())[-1]
    answer = last.removesuffix(cut).strip()
    if unit:
        answer = f"{float(answer.split()[0]):.6g} {unit}"
    return msgspec.structs.replace(draft, answer=answer, facts=() if unit else (answer,))


def _day(rng: random.Random) -> date:
    return date(1990, 1, 1) + timedelta(days=rng.randrange(20_000))


def _lent(rng: random.Random) -> Problem:
    begin = _day(rng)
    end = begin + timedelta(days=rng.randrange(20, 900))
    text = (
        f"{rng.choice(NAMES)} borrowed a book on {written(begin)} and gave it back on {written(end)}. For how many "
        "days was it lent?"
    )
    return _problem(text, "number", ("Count the days between the two dates.", ALPHA,
                                     f"days between {written(begin)} and {written(end)}"), cut="days")  # fmt: skip


def _festival(rng: random.Random) -> Problem:
    begin, years = _day(rng), rng.randrange(1, 4)
    end = begin + timedelta(days=365 * years + rng.randrange(1, 300))
    text = (
        f"A bridge was begun on {written(begin)} and opened on {written(end)}. At a cost of $1,000 a day, how many "
        "thousand dollars did it cost?"
    )
    return _problem(text, "number", ("Count the days.", ALPHA, f"days between {written(begin)} and {written(end)}"),
                    ("Read off the number, which is that of the thousands.", CALCULATOR, "#E1 * 1"))  # fmt: skip


def _due(rng: random.Random) -> Problem:
    begin, days = _day(rng), rng.randrange(15, 400)
    text = (
        f"A letter of {written(begin)} asks for an answer within {days} days. What is the last date for it?"
    )
    return _problem(text, "text", ("Add the days to the date.", ALPHA, f"{written(begin)} + {days} days"))


def _weeks(rng: random.Random) -> Problem:
    begin, weeks = _day(rng), rng.randrange(3, 40)
    text = (
        f"{rng.choice(NAMES)} begins a course of {weeks} weeks on {written(begin)}. On which date is it over?"
    )
    return _problem(text, "text", ("Add the weeks to the date.", ALPHA, f"{written(begin)} + {weeks} weeks"))


def _before(rng: random.Random) -> Problem:
    end, days = _day(rng), rng.randrange(10, 200)
    text = f"Seeds must be sown {days} days before the fair of {written(end)}. On which date is that?"
    return _problem(text, "text", ("Go back from the date.", ALPHA, f"{days} days before {written(end)}"))


def _weekday(rng: random.Random) -> Problem:
    day = _day(rng)
    text = f"A picture is dated {written(day)}. On which day of the week was it taken?"
    return _problem(text, "text", ("Find the day of the week.", ALPHA, f"day of the week of {written(day)}"))


_CONVERSIONS = (
    ("km", "miles", 2, 900, "A route is {n} km long. How long is it in miles?"),
    ("miles", "km", 2, 600, "A canal is {n} miles long. How many kilometres is that?"),
    ("kg", "pounds", 2, 300, "A crate weighs {n} kg. How many pounds does it weigh?"),
    ("pounds", "kg", 2, 500, "A stone weighs {n} pounds. How many kilograms is that?"),
    ("feet", "m", 10, 9000, "A hill is {n} feet high. How high is it in metres?"),
    ("gallons", "litres", 2, 90, "A tank holds {n} gallons. How many litres does it hold?"),
    ("acres", "hectares", 2, 800, "A farm has {n} acres. How many hectares is that?"),
    ("kWh", "MJ", 2, 400, "A house used {n} kWh. How many megajoules (MJ) is that?"),
    ("hours", "minutes", 3, 90, "A journey takes {n} hours. How many minutes is that?"),
)  # fmt: skip


def _converted(rng: random.Random) -> Problem:
    source, target, least, most, text = rng.choice(_CONVERSIONS)
    n = rng.randrange(least, most)
    return _problem(
        text.format(n=n), "quantity", ("Convert it.", ALPHA, f"convert {n} {source} to {target}"), unit=target
    )


def _warmth(rng: random.Random) -> Problem:
    n = rng.randrange(-30, 110)
    text = f"A thermometer shows {n} degrees Fahrenheit. What is that in degrees Celsius?"
    draft = _problem(text, "number", ("Convert it.", ALPHA, f"convert {n} Fahrenheit to Celsius"),
                     ("Round it to a whole number of tenths.", CALCULATOR, "round(#E1, 1)"))  # fmt: skip
    return msgspec.structs.replace(draft, question=f"{text} Round to one decimal.")


def _speed(rng: random.Random) -> Problem:
    hours = rng.randrange(2, 9)
    speed = rng.randrange(18, 180, 9)
    text = f"A train covers {hours * speed} km in {hours} hours. How fast is that in metres per second?"
    return _problem(text, "quantity", ("Compute the speed.", CALCULATOR, f"{hours * speed} / {hours}"),
                    ("Convert it.", ALPHA, "convert #E1 km/h to m/s"), unit="m/s")  # fmt: skip


def _pace(rng: random.Random) -> Problem:
    metres, seconds = rng.randrange(400, 5_000, 50), rng.randrange(100, 900, 20)
    text = f"{rng.choice(NAMES)} ran {metres} m in {seconds} seconds. What was the average speed in km/h?"
    return _problem(text, "quantity", ("Compute the speed.", CALCULATOR, f"{metres} / {seconds}"),
                    ("Convert it.", ALPHA, "convert #E1 m/s to km/h"), unit="km/h")  # fmt: skip


TEMPLATES: tuple[Template, ...] = (
    _lent, _festival, _due, _weeks, _before, _weekday, _converted, _warmth, _speed, _pace, _converted,
)  # fmt: skip
