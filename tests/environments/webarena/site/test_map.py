from __future__ import annotations

import pytest

from agentgym.environments.webarena.site.map import clock, kilometers, minutes, road
from tests.environments.webarena.site.client import Client


@pytest.fixture
def world() -> Client:
    return Client("map")


def test_distances_are_those_of_the_globe() -> None:
    one, other = {"lat": 0.0, "lon": 0.0}, {"lat": 0.0, "lon": 1.0}
    assert kilometers(one, other) == pytest.approx(111.19, abs=0.01)  # type: ignore[arg-type]
    assert road(one, other) == 144.6  # type: ignore[arg-type]
    assert clock(minutes(10.0, "bicycle")) == "0:40"


def test_search_by_words_and_by_what_is_near(world: Client) -> None:
    assert "Museum of Clocks, Larkhaven" in world.get("/search?query=museum+larkhaven")
    near = world.get("/search?query=cafe+near+Alder+Park,+Larkhaven")
    assert (
        near.index("Larkhaven</a> cafe") < near.index("Brindle Falls</a> cafe") if "Brindle" in near else True
    )
    assert "No results" in world.get("/search?query=volcano")


def test_directions(world: Client) -> None:
    page = world.get("/directions?from=Alder+Park,+Larkhaven&to=Castle+Garden,+Larkhaven&engine=foot")
    assert "Distance: " in page and "km. Time: " in page
    assert "find a place" in world.get("/directions?from=Nowhere&to=Castle+Garden")


def test_a_place(world: Client) -> None:
    assert "Opening hours" in world.get("/node/1")
    world.get("/node/9999")
    assert world.status == 404
