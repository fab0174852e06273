"""The renamed world."""

from __future__ import annotations

from agentgym.environments.hotpotqa.authoring.renaming import renamed
from agentgym.environments.hotpotqa.authoring.things import World
from agentgym.tools.encyclopedia.library import folded


def test_names_are_new_and_relations_are_not(both: list[World]) -> None:
    real, other = both
    assert list(real.things) == list(other.things)
    assert all(real.things[i].links == t.links for i, t in other.things.items())
    assert not {folded(t.name) for t in real.things.values()} & {
        folded(t.name) for t in other.things.values()
    }
    assert len(other.titles) == len(other.things)
    same = [
        (i, a) for i, t in other.things.items() for a, v in t.numbers.items()
        if not a.startswith("n_") and abs(v) > 5 and real.things[i].numbers[a] == v
    ]  # fmt: skip
    assert not same, "every number is another"


def test_a_seed_is_a_world(both: list[World]) -> None:
    things = list(both[0].things.values())
    assert renamed(things, 3) == renamed(things, 3)
    assert [t.name for t in renamed(things, 3)] != [t.name for t in renamed(things, 4)]
