"""One solved example per task type: an episode of our training games, with thoughts written by us."""

from __future__ import annotations

from functools import cache

from agentgym.actions import Action
from agentgym.environments.alfworld import tasks
from agentgym.environments.alfworld.protocol import first_observation, tidy
from agentgym.environments.alfworld.world.dialect import Dialect
from agentgym.environments.alfworld.world.fast_engine import FastEngine

# (game, one thought per command of its walkthrough; "" where the next step goes without saying)
_EXAMPLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "pick_and_place_simple": (
        "train/pick_and_place_simple-032",
        (
            "I need a saltshaker first, then a cabinet to put it in. Small things like that are often kept in a "
            "drawer or on a countertop, so I start with drawer 2.",
            "It is closed. I have to look inside.",
            "There is a saltshaker 1 in the drawer. I take it.",
            "I hold the saltshaker. The next thing to find is a cabinet.",
            "",
            "The cabinet is open and has room, so I can put the saltshaker into it.",
        ),
    ),
    # Of a living room with one lamp: its commands, copied, are the solution of no other room.
    "look_at_obj_in_light": (
        "train/look_at_obj_in_light-001",
        (
            "I have to hold the tissuebox and be where a desklamp is switched on. A tissuebox may lie on a sidetable "
            "or the coffeetable; I begin with sidetable 2.",
            "Tissuebox 1 is here. I pick it up.",
            "Now I need a desklamp. There is no desk in this room, so a sidetable is the likely place.",
            "There is a desklamp 1 on sidetable 3. I switch it on while I hold the tissuebox.",
        ),
    ),
    "pick_clean_then_place_in_recep": (
        "train/pick_clean_then_place_in_recep-000",
        (
            "The plan is: find a ladle, clean it at the sinkbasin, put it on a countertop. Ladles are usually in "
            "a drawer.",
            "",
            "A ladle 1 is among the things in the drawer. I take it.",
            "Before it goes on the countertop it must be clean, so I go to the sinkbasin.",
            "",
            "The ladle is clean now. All that is left is to bring it to a countertop.",
            "",
        ),
    ),
    "pick_heat_then_place_in_recep": (
        "train/pick_heat_then_place_in_recep-000",
        (
            "I must find a tomato, heat it in the microwave and put it in the sinkbasin. I check the garbagecan "
            "first, since food ends up there.",
            "There is a tomato 1. I take it.",
            "To heat it I need the microwave.",
            "I can heat the tomato here without opening anything by hand.",
            "The tomato is hot. Now to the sinkbasin.",
            "",
        ),
    ),
    "pick_cool_then_place_in_recep": (
        "train/pick_cool_then_place_in_recep-000",
        (
            "I need a mug, then the fridge to cool it, then a countertop. Mugs may stand on a shelf.",
            "Mug 2 is on the shelf. I take it.",
            "The fridge cools things.",
            "",
            "The mug is cool now, so I carry it to a countertop.",
            "",
        ),
    ),
    "pick_two_obj_and_place": (
        "train/pick_two_obj_and_place-000",
        (
            "Two bowls have to get to a countertop, and I can carry one thing at a time. Used bowls may be in "
            "the sinkbasin.",
            "Both bowls are here. I take bowl 2 first and come back for the other.",
            "",
            "",
            "One bowl is in place. The other one is still in the sinkbasin.",
            "",
            "It has to go to the same countertop.",
            "",
        ),
    ),
}


KINDS = tuple(_EXAMPLES)
"""The six task types."""


@cache
def demonstration(kind: str, dialect: Dialect) -> tuple[tuple[str, Action], ...]:
    """Return the example of a task type as (observation, action) pairs, in the wording of a dialect.

    The observations are as the protocol shows them, without banner and numbered arrivals.
    """
    game_id, thoughts = _EXAMPLES[kind]
    blueprint = tasks.blueprints("train")[game_id]
    engine = FastEngine()
    intro = engine.start(tasks.embedded_game(blueprint, dialect))
    observation = f"Here is one example.\n{first_observation(intro)}"
    turns = []
    for command, thought in zip(dialect.reworded(blueprint.walkthrough), thoughts, strict=True):
        turns.append((observation, Action(name="act", arguments={"command": command}, thought=thought)))
        observation = tidy(engine.step(command))
    return tuple(turns)
