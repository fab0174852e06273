"""Templates of word problems: each draws its numbers, asks, and works the answer out."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

from agentgym.environments.gsm8k.world.problem import Problem

Template = Callable[[random.Random], Problem]
PEOPLE = (
    "Amara Bram Chidi Dorte Emeka Freya Goran Hana Ivo Jun Katya Lars Mirela Nadia Omar Petra Quentin Rosa Samir Tove "
    "Ulla Viktor Wanda Yusuf Zora"
).split()


class Working:
    """A worked answer while it is being written; calculations are exact and stand annotated in the text."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.last = Fraction(0)

    def calculate(self, left: object, sign: str, right: object, text: str) -> Fraction:
        """Calculate, and write ``text`` with ``{}`` for the calculation; return the result."""
        a, b = Fraction(str(left)), Fraction(str(right))
        self.last = {"+": a + b, "-": a - b, "*": a * b}[sign] if sign != "/" else a / b
        x, y, z = plain(a), plain(b), plain(self.last)
        self.lines.append(text.format(f"{x} {sign} {y} = <<{x}{sign}{y}={z}>>{z}"))
        return self.last

    def problem(self, question: str) -> Problem:
        """Return the problem; the last result is the answer."""
        return Problem(question, "\n".join([*self.lines, f"#### {plain(self.last)}"]))


def plain(value: Fraction) -> str:
    """Return an exact decimal; templates draw numbers that have one."""
    if value.denominator == 1:
        return str(value.numerator)
    scaled = value * 100
    if scaled.denominator != 1:
        raise ValueError(f"{value} has more than two decimals: the template must draw other numbers.")
    return f"{float(value):.2f}".rstrip("0")


def shopping(rng: random.Random) -> Problem:
    """Several things are bought with a note."""
    who, thing, other = (
        rng.choice(PEOPLE),
        *rng.sample(("notebooks", "apples", "candles", "cups", "postcards"), 2),
    )
    n, m, a, b = rng.randint(2, 9), rng.randint(2, 9), rng.randint(2, 12), rng.randint(2, 12)
    note = (n * a + m * b) // 50 * 50 + 50
    work = Working()
    one = work.calculate(n, "*", a, f"The {thing} cost {{}} dollars.")
    two = work.calculate(m, "*", b, f"The {other} cost {{}} dollars.")
    both = work.calculate(one, "+", two, "Together that is {} dollars.")
    work.calculate(note, "-", both, f"{who} gets {{}} dollars back.")
    return work.problem(
        f"{who} buys {n} {thing} for {a} dollars each and {m} {other} for {b} dollars each, and pays with {note} dollars. "
        "How many dollars of change are due?"
    )


def travel(rng: random.Random) -> Problem:
    """A distance in two parts."""
    who = rng.choice(PEOPLE)
    h, v, k, w = rng.randint(2, 6), rng.randint(40, 110), rng.randint(2, 5), rng.randint(30, 90)
    work = Working()
    one = work.calculate(h, "*", v, "The first part is {} km long.")
    two = work.calculate(k, "*", w, "The second part is {} km long.")
    work.calculate(one, "+", two, f"{who} drives {{}} km in all.")
    return work.problem(
        f"{who} drives for {h} hours at {v} km an hour and then for {k} hours at {w} km an hour. How many kilometres is "
        "that altogether?"
    )


def discount(rng: random.Random) -> Problem:
    """A price is reduced by a percentage, and several pieces are bought."""
    thing = rng.choice(("coat", "lamp", "bicycle", "chair", "suitcase", "radio"))
    price, rate, n = rng.randrange(20, 400, 20), rng.choice((5, 10, 15, 20, 25, 30, 40)), rng.randint(2, 6)
    work = Working()
    share = work.calculate(rate, "/", 100, "As a fraction the reduction is {}.")
    off = work.calculate(price, "*", share, f"One {thing} becomes cheaper by {{}} dollars.")
    new = work.calculate(price, "-", off, f"One {thing} then costs {{}} dollars.")
    work.calculate(n, "*", new, "All of them cost {} dollars.")
    return work.problem(
        f"A {thing} that costs {price} dollars is reduced by {rate} percent. How many dollars do {n} of them cost now?"
    )


def ages(rng: random.Random) -> Problem:
    """Ages that are told by each other."""
    a, b, c = rng.sample(PEOPLE, 3)
    age, times, more, years = rng.randint(4, 15), rng.randint(2, 4), rng.randint(2, 9), rng.randint(3, 12)
    work = Working()
    second = work.calculate(age, "*", times, f"{b} is {{}} years old.")
    third = work.calculate(second, "+", more, f"{c} is {{}} years old.")
    work.calculate(third, "+", years, f"In {years} years {c} will be {{}} years old.")
    return work.problem(
        f"{a} is {age} years old. {b} is {times} times as old as {a}, and {c} is {more} years older than {b}. How old will "
        f"{c} be in {years} years?"
    )


def savings(rng: random.Random) -> Problem:
    """Thousands: a year of savings."""
    who = rng.choice(PEOPLE)
    month, spent, before = (
        rng.randrange(120, 900, 10),
        rng.randrange(200, 1400, 50),
        rng.randrange(500, 6000, 100),
    )
    work = Working()
    saved = work.calculate(12, "*", month, "In a year {} dollars are put aside.")
    whole = work.calculate(saved, "+", before, "With what was there before that is {} dollars.")
    work.calculate(whole, "-", spent, "After the journey {} dollars are left.")
    return work.problem(
        f"{who} has {before} dollars and puts {month} dollars aside every month for a year, then spends {spent} dollars on "
        "a journey. How many dollars are left?"
    )


def sharing(rng: random.Random) -> Problem:
    """Things are packed, some are broken, the rest is shared."""
    thing = rng.choice(("tiles", "bulbs", "plates", "eggs", "pots"))
    people, each, broken = rng.randint(3, 9), rng.randint(4, 20), rng.randint(2, 15)
    boxes = next(n for n in range(2, 60) if (people * each + broken) % n == 0 or n == 59)
    total = people * each + broken
    if total % boxes:
        boxes = total
    work = Working()
    whole = work.calculate(boxes, "*", total // boxes, f"There are {{}} {thing}.")
    good = work.calculate(whole, "-", broken, "{} of them are whole.")
    work.calculate(good, "/", people, f"Each gets {{}} {thing}.")
    return work.problem(
        f"{boxes} boxes arrive with {total // boxes} {thing} in each. {broken} of the {thing} are broken, and the others are "
        f"shared evenly among {people} people. How many {thing} does each of them get?"
    )


def rectangle(rng: random.Random) -> Problem:
    """A fence around a garden, and its price."""
    a, b, price, gate = rng.randint(6, 40), rng.randint(6, 40), rng.randint(3, 25), rng.randint(2, 5)
    work = Working()
    half = work.calculate(a, "+", b, "Two sides that meet are {} m long.")
    around = work.calculate(2, "*", half, "Once around it is {} m.")
    fence = work.calculate(around, "-", gate, "Without the gate {} m of fence are needed.")
    work.calculate(fence, "*", price, "The fence costs {} dollars.")
    return work.problem(
        f"A garden is {a} m long and {b} m wide. A fence goes around it, except for a gate of {gate} m. A metre of fence "
        f"costs {price} dollars. How many dollars does the fence cost?"
    )


def temperature(rng: random.Random) -> Problem:
    """A temperature that may end below zero."""
    start, rise, fall, hours = rng.randint(-6, 8), rng.randint(1, 6), rng.randint(1, 4), rng.randint(3, 6)
    work = Working()
    noon = work.calculate(start, "+", rise, "At noon it is {} degrees.")
    lost = work.calculate(hours, "*", fall, f"In {hours} hours it falls by {{}} degrees.")
    work.calculate(noon, "-", lost, "In the end it is {} degrees.")
    return work.problem(
        f"In the morning it is {start} degrees. Until noon it gets warmer by {rise} degrees; after that it gets colder by "
        f"{fall} degrees an hour. How many degrees is it {hours} hours after noon?"
    )


def wages(rng: random.Random) -> Problem:
    """Overtime is paid better."""
    who = rng.choice(PEOPLE)
    wage, hours, extra = rng.randrange(10, 40, 2), rng.randint(20, 40), rng.randint(2, 10)
    work = Working()
    base = work.calculate(hours, "*", wage, "For the ordinary hours {} dollars are paid.")
    better = work.calculate(wage, "*", "1.5", "An hour of overtime is paid with {} dollars.")
    more = work.calculate(extra, "*", better, "For the overtime {} dollars are paid.")
    work.calculate(base, "+", more, f"{who} gets {{}} dollars.")
    return work.problem(
        f"{who} is paid {wage} dollars an hour, and one and a half times as much for overtime. This week {who} worked "
        f"{hours} ordinary hours and {extra} hours of overtime. How many dollars is that?"
    )


def average(rng: random.Random) -> Problem:
    """The score that is missing to an average."""
    who, n, goal = rng.choice(PEOPLE), rng.randint(3, 5), rng.randint(60, 90)
    marks = [goal + rng.randint(-9, 9) for _ in range(n)]
    work = Working()
    whole = work.calculate(n + 1, "*", goal, "All tests together must give {} points.")
    so_far = Fraction(marks[0])
    for mark in marks[1:]:
        so_far = work.calculate(so_far, "+", mark, "So far: {}.")
    work.calculate(whole, "-", so_far, "The last test must bring {} points.")
    listed = ", ".join(map(str, marks[:-1])) + f" and {marks[-1]}"
    return work.problem(
        f"{who} has {listed} points in {n} tests. How many points must the next test bring, so that the average of all "
        f"{n + 1} tests is {goal}?"
    )


def recipe(rng: random.Random) -> Problem:
    """A recipe for more people."""
    people, factor, spoons, pack = (
        rng.randint(2, 6),
        rng.randint(2, 7),
        rng.randint(20, 90),
        rng.choice((100, 250, 500)),
    )
    work = Working()
    times = work.calculate(people * factor, "/", people, "The recipe is made {} times.")
    need = work.calculate(times, "*", spoons, "That takes {} g of rice.")
    have = -(-need // pack) * pack
    packs = work.calculate(have, "/", pack, "Packs that hold at least that: {}.")
    got = work.calculate(packs, "*", pack, "They hold {} g.")
    work.calculate(got, "-", need, "What is left over: {} g.")
    return work.problem(
        f"A recipe for {people} people takes {spoons} g of rice. It is cooked for {people * factor} people, and as few packs "
        f"of {pack} g as possible are bought. How many grams of rice are left over?"
    )


def workers(rng: random.Random) -> Problem:
    """Machines that make things at different speeds."""
    a, b, hours, wrong = (
        rng.randint(20, 90),
        rng.randint(20, 90),
        rng.randint(4, 12),
        rng.choice((2, 4, 5, 10)),
    )
    work = Working()
    rate = work.calculate(a, "+", b, "Together they make {} screws a minute.")
    minutes = work.calculate(hours, "*", 60, "That is {} minutes.")
    whole = work.calculate(minutes, "*", rate, "They make {} screws.")
    bad = work.calculate(whole, "/", 100, "One percent of them is {}.")
    bad = work.calculate(bad, "*", wrong, "Bad ones: {}.")
    work.calculate(whole, "-", bad, "Good ones: {}.")
    return work.problem(
        f"One machine makes {a} screws a minute and another one {b}. Both run for {hours} hours, and {wrong} percent of the "
        "screws are bad. How many good screws are made?"
    )


TEMPLATES: dict[str, Template] = {
    f.__name__: f
    for f in (
        shopping, travel, discount, ages, savings, sharing, rectangle, temperature, wages, average, recipe, workers
    )
}  # fmt: skip
