"""From a blueprint to a PDDL problem and a goal sentence."""

from __future__ import annotations

from agentgym.environments.alfworld import tasks
from agentgym.environments.alfworld.official.pddl import parse
from agentgym.environments.alfworld.world.dialect import MOVE
from agentgym.environments.alfworld.world.goals import Held, Lit, Placed
from agentgym.environments.alfworld.world.problem_text import goal_sentence, problem_text

PARTS = {
    "pick_and_place_simple": [(Placed, (), 1)],
    "pick_clean_then_place_in_recep": [(Placed, ("isclean",), 1)],
    "pick_heat_then_place_in_recep": [(Placed, ("ishot",), 1)],
    "pick_cool_then_place_in_recep": [(Placed, ("iscool",), 1)],
    "pick_two_obj_and_place": [(Placed, (), 2)],
    "look_at_obj_in_light": [(Lit,), (Held,)],
}


def test_every_type_has_its_goal() -> None:
    for blueprint in [*tasks.blueprints("dev").values()][:6]:
        goal = tasks.embedded_game(blueprint, MOVE).goal
        parts = [(type(g), g.properties, g.count) if isinstance(g, Placed) else (type(g),) for g in goal]
        assert parts == PARTS[blueprint.kind]


def test_the_sentence_names_target_and_destination() -> None:
    for blueprint in tasks.blueprints("dev").values():
        sentence = goal_sentence(blueprint)
        assert sentence.startswith("Your task is to: ") and blueprint.target.lower() in sentence
        assert blueprint.destination.lower() in sentence


def test_every_thing_lies_where_the_blueprint_says() -> None:
    blueprint = next(iter(tasks.blueprints("dev").values()))
    facts = parse(problem_text(blueprint)).facts
    assert len(facts["inreceptacle"]) == len(blueprint.things)
    assert len(facts["receptacleatlocation"]) == len(blueprint.furniture)
