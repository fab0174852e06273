"""Things."""

from __future__ import annotations

from agentgym.environments.hotpotqa.authoring.things import Thing, World, without


def test_links_and_draws() -> None:
    a = Thing("a", "city", "A", "A", links={"country": ("b",), "airports": ("b", "c"), "zone": ("gone",)})
    b = Thing("b", "country", "B", "B")
    world = World([a, b])
    assert world.one(a, "country") is b and world.one(a, "airports") is None and world.one(a, "zone") is None
    assert world.all(a, "airports") == [b] and world.of("city") == [a] and world.titles["B"] is b
    assert without(a, {"b"}).links == {"country": ("b",), "airports": ("b",)}
    assert {a.draw(str(n), 3) for n in range(20)} == {0, 1, 2} and a.draw("x", 3) == a.draw("x", 3)
