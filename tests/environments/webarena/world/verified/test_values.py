from __future__ import annotations

from typing import Any

import pytest

from agentgym.environments.webarena.world.verified.values import COMPARISONS


@pytest.mark.parametrize(
    ("kind", "wanted", "same", "other"),
    [
        ("string", "Quest Band", "quest  band.", "quest bands"),
        ("string", "^#?0*170$", "#000170", "1700"),
        ("number", 6, "6.0", "$6"),
        ("currency", 1250.5, "$1,250.50", "1250.55"),
        ("date", "2023-03-02", "March 2nd, 2023", "2023-02-03"),
        ("month", "January", "jan", "June"),
        ("duration", "1h 45min", "1:45 hours", "2h 10min"),
        ("duration", "13min", "13 minutes", "20 minutes"),
        ("distance", "1.7km", "1700 m", "1.9 km"),
        ("location-name", "Apple Store Shadyside", "Shadyside Apple Store", "Carnegie Museum"),
        ("boolean", True, "yes", "no"),
        ("coordinates", {"latitude": 40.4424, "longitude": -79.9397}, "40.4424, -79.9397", "40.5, -79.9397"),
    ],
)
def test_typed_values(kind: str, wanted: Any, same: Any, other: Any) -> None:
    assert COMPARISONS[kind](wanted, wanted) or kind == "string"
    assert COMPARISONS[kind](wanted, same)
    assert not COMPARISONS[kind](wanted, other)


def test_a_distance_or_duration_without_a_unit_is_none() -> None:
    assert not COMPARISONS["distance"]("5 km", "5")
    assert not COMPARISONS["duration"]("5 min", "5")
