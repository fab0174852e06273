"""Units: a table of them, products and quotients of them, conversions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from agentgym.tools.calculator.expressions import NotComputable, evaluate, written

Dimension = tuple[int, int, int]
"""Powers of length, mass and time."""


class Unit(NamedTuple):
    """A unit: how much it is in metres, kilograms and seconds, and of what dimension."""

    factor: Fraction
    dimension: Dimension


def _units() -> dict[str, Unit]:
    length, mass, time = (1, 0, 0), (0, 1, 0), (0, 0, 1)
    speed, volume, force = (1, 0, -1), (3, 0, 0), (1, 1, -2)
    energy, power, pressure, area, rate = (2, 1, -2), (2, 1, -3), (-1, 1, -2), (2, 0, 0), (0, 0, -1)
    table: list[tuple[str, str, Dimension]] = [
        ("m metre metres meter meters", "1", length), ("km kilometre kilometres kilometer kilometers", "1000", length),
        ("cm centimetre centimetres centimeter centimeters", "0.01", length),
        ("mm millimetre millimetres millimeter millimeters", "0.001", length),
        ("mi mile miles", "1609.344", length), ("yd yard yards", "0.9144", length), ("ft foot feet", "0.3048", length),
        ("inch inches", "0.0254", length), ("nmi", "1852", length),
        ("kg kgs kilogram kilograms", "1", mass), ("g gram grams", "0.001", mass),
        ("mg milligram milligrams", "0.000001", mass), ("t tonne tonnes", "1000", mass),
        ("lb lbs pound pounds", "0.45359237", mass), ("oz ounce ounces", "0.028349523125", mass),
        ("s sec secs second seconds", "1", time), ("min mins minute minutes", "60", time),
        ("h hr hrs hour hours", "3600", time), ("d day days", "86400", time), ("week weeks", "604800", time),
        ("ms millisecond milliseconds", "0.001", time),
        ("kmh kph", "5/18", speed), ("mph", "0.44704", speed), ("knot knots kn", "463/900", speed),
        ("l litre litres liter liters", "0.001", volume),
        ("ml millilitre millilitres milliliter milliliters", "0.000001", volume),
        ("gal gallon gallons", "0.003785411784", volume), ("pt pint pints", "0.000473176473", volume),
        ("ha hectare hectares", "10000", area), ("acre acres", "4046.8564224", area),
        ("N newton newtons", "1", force), ("kN kilonewton kilonewtons", "1000", force),
        ("J joule joules", "1", energy), ("kJ kilojoule kilojoules", "1000", energy), ("MJ", "1000000", energy),
        ("kWh", "3600000", energy), ("cal calorie calories", "4.184", energy), ("kcal", "4184", energy),
        ("W watt watts", "1", power), ("kW kilowatt kilowatts", "1000", power),
        ("hp horsepower", "745.69987158227022", power),
        ("Pa pascal pascals", "1", pressure), ("kPa", "1000", pressure), ("bar", "100000", pressure),
        ("atm", "101325", pressure), ("Hz hertz", "1", rate),
    ]  # fmt: skip
    return {
        name: Unit(Fraction(size), dimension) for names, size, dimension in table for name in names.split()
    }


UNITS: Mapping[str, Unit] = _units()
_FOLDED = {name.lower(): unit for name, unit in reversed(list(UNITS.items()))}
_PART = re.compile(r"\s*([*/·]|\bper\b|\s)?\s*([A-Za-z]+)(?:\^?\(?(-?\d)\)?|([²³]))?")
_CELSIUS = {
    "c": "C",
    "°c": "C",
    "celsius": "C",
    "f": "F",
    "°f": "F",
    "fahrenheit": "F",
    "k": "K",
    "kelvin": "K",
}
_CONVERT = re.compile(r"^\s*convert\s+(\S.*?)\s+(?:to|into|in)\s+(\S.*?)\s*[.?]?\s*$", re.IGNORECASE)
_QUANTITY = re.compile(r"\s*([-−]?[\d.,/]*\d(?:[eE][-+]?\d+)?)\s*(.*)", re.DOTALL)


def unit(text: str) -> Unit:
    """Return the unit of a text: ``km/h``, ``kg*m/s``, ``m/s^2``, ``metres per second``, ``m/s/s``.

    Raises:
        NotComputable: it is none that is known.
    """
    factor, dimension, at, text = Fraction(1), (0, 0, 0), 0, text.strip()
    if not text or len(text) > 100:
        raise NotComputable("there is no unit")
    while at < len(text):
        found = _PART.match(text, at)
        if found is None or (at and not found[1]):
            raise NotComputable(f"{text!r} is no unit that is known")
        part = UNITS.get(found[2]) or _FOLDED.get(found[2].lower())
        if part is None:
            raise NotComputable(f"{found[2]!r} is no unit that is known")
        power = int(found[3] or {"²": 2, "³": 3}.get(found[4] or "", 1))
        if found[1] in ("/", "per"):
            power = -power
        factor *= part.factor**power
        length, mass, time = (a + power * b for a, b in zip(dimension, part.dimension, strict=True))
        dimension = (length, mass, time)
        at = found.end()
    return Unit(factor, dimension)


def convert(text: str) -> str:
    """Answer ``convert 5 km to miles``; temperatures, too.

    Raises:
        NotComputable: it asks for something else, for a unit that is not known, or for one of another kind.
    """
    asked = _CONVERT.match(text)
    quantity = _QUANTITY.fullmatch(asked[1]) if asked else None
    if asked is None or quantity is None:
        raise NotComputable("that is no conversion")
    value = evaluate(quantity[1].replace("−", "-"))
    exact = value if isinstance(value, Fraction) else Fraction(value)
    source, target = (_CELSIUS.get(_degrees(u)) for u in (quantity[2], asked[2]))
    if source and target:
        return f"{written(_temperature(exact, source, target))} {asked[2]}"
    a, b = unit(quantity[2]), unit(asked[2])
    if a.dimension != b.dimension:
        raise NotComputable(f"{quantity[2]} cannot be converted to {asked[2]}")
    return f"{written(exact * a.factor / b.factor)} {asked[2]}"


def _degrees(text: str) -> str:
    return re.sub(r"^degrees?\s+", "", text.strip().lower())


def _temperature(value: Fraction, source: str, target: str) -> Fraction:
    zero = Fraction("273.15")
    kelvin = {"K": value, "C": value + zero, "F": (value - 32) * 5 / 9 + zero}[source]
    return {"K": kelvin, "C": kelvin - zero, "F": (kelvin - zero) * 9 / 5 + 32}[target]
