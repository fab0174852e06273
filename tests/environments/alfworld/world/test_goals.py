"""Goals: the six task types, and nothing else."""

from __future__ import annotations

import pytest

from agentgym.environments.alfworld.world.goals import Held, Lit, Placed
from agentgym.errors import DataError
from tests.environments.alfworld.kitchen import kitchen, played

TWO = (
    "(and (exists (?r - receptacle) (exists (?o1 - object) (and (objectType ?o1 AppleType) "
    "(receptacleType ?r FridgeType) (inReceptacle ?o1 ?r) (exists (?o2 - object) (and (not (= ?o1 ?o2)) "
    "(objectType ?o2 AppleType) (receptacleType ?r FridgeType) (inReceptacle ?o2 ?r)))))))"
)
LIGHT = (
    "(and (exists (?ot - object ?r - receptacle ?a - agent ?l - location) (and (objectType ?ot DeskLampType) "
    "(toggleable ?ot) (isToggled ?ot) (receptacleAtLocation ?r ?l) (atLocation ?a ?l) (inReceptacle ?ot ?r))) "
    "(exists (?o - object ?a - agent) (and (objectType ?o AppleType) (holds ?a ?o))))"
)


def test_a_goal_is_compiled_to_its_parts() -> None:
    apples = frozenset({"apple_bar_1", "apple_bar_2"})
    assert kitchen().goal == (Placed(apples, ("fridge_bar_1",), ("isclean",), 1),)
    assert kitchen(goal=TWO).goal == (Placed(apples, ("fridge_bar_1",), (), 2),)
    assert kitchen(goal=LIGHT).goal == (Lit(("lamp_bar_1",)), Held(apples))


def test_the_property_has_to_be_the_things_own() -> None:
    dirty, _ = played("go to table 1", "take apple 2 from table 1", "go to fridge 1", "open fridge 1",
                      "move apple 2 to fridge 1")  # fmt: skip
    assert not dirty.won
    clean, _ = played("go to table 1", "take apple 2 from table 1", "clean apple 2 with sinkbasin 1",
                      "go to fridge 1", "open fridge 1", "move apple 2 to fridge 1")  # fmt: skip
    assert clean.won


def test_two_things_count_in_one_receptacle() -> None:
    walk = ["go to table 1", "take apple 2 from table 1", "go to fridge 1", "open fridge 1"]
    before, _ = played(*walk, goal=TWO)
    after, _ = played(*walk, "move apple 2 to fridge 1", goal=TWO)
    assert (before.won, after.won) == (False, True)


def test_a_lamp_has_to_be_lit_where_the_agent_is() -> None:
    walk = ["go to table 1", "take apple 2 from table 1", "use lamp 1"]
    here, _ = played(*walk, goal=LIGHT)
    gone, _ = played(*walk, "go to fridge 1", goal=LIGHT)
    assert (here.won, gone.won) == (True, False)


@pytest.mark.parametrize(
    ("goal", "message"),
    [
        ("(and (exists (?o - object) (objectType ?o AppleType)) word)", "Unexpected word 'word'"),
        ("(and (isPainted ?o))", "isPainted|ispainted"),
        ("(and (and (objectType ?o AppleType) (objectType ?p KnifeType)))", "2 object types"),
    ],
)
def test_other_goals_are_refused(goal: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        kitchen(goal=goal)
