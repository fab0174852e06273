"""Units."""

from __future__ import annotations

import pytest

from agentgym.tools.calculator.expressions import NotComputable
from agentgym.tools.calculator.units import UNITS, convert, unit


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("convert 5 km to m", "5000 m"),
        ("Convert 36 km/h to m/s.", "10 m/s"),
        ("convert 10 miles to kilometres", "16.09344 kilometres"),
        ("convert 1,000 g into kg", "1 kg"),
        ("convert 100 degrees Fahrenheit to Celsius", "37.7777777778 Celsius"),
        ("convert 0 K to C", "-273.15 C"),
        ("convert -40 F to C", "-40 C"),
        ("convert 2 kWh to MJ", "7.2 MJ"),
        ("convert 1/2 hour to minutes", "30 minutes"),
        ("convert 9 metres per second to km/h", "32.4 km/h"),
        ("convert 3 m^2 to cm²", "30000 cm²"),
    ],
)
def test_conversions(question: str, told: str) -> None:
    assert convert(question) == told


@pytest.mark.parametrize(
    "question",
    [
        "convert 3 kg to m",
        "convert 3 to m",
        "convert x kg to g",
        "5 km in m",
        "convert 3 kg to blobs",
        "convert 5 km to " + "m" * 200,
    ],
)
def test_what_cannot_be_converted(question: str) -> None:
    with pytest.raises(NotComputable):
        convert(question)


@pytest.mark.parametrize("text", ["m/s/s", "m/s^2", "m/s²", "m·s^-2", "metres per second per second"])
def test_units_that_are_the_same(text: str) -> None:
    assert unit(text) == unit("m/s/s") and unit(text).dimension == (1, 0, -2)


def test_the_table() -> None:
    assert (
        unit("N").dimension == unit("kg*m/s^2").dimension
        and unit("J") == unit("N*m")
        and unit("W") == unit("J/s")
    )
    assert len(UNITS) > 120 and all(u.factor > 0 for u in UNITS.values())
    assert unit("KM") == unit("km")
