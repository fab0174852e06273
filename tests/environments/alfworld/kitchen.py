"""A small kitchen, whose every rule can be read off: what the tests of single modules play."""

from __future__ import annotations

from agentgym.environments.alfworld.official.pddl import parse
from agentgym.environments.alfworld.world.dialect import MOVE, Dialect
from agentgym.environments.alfworld.world.fast_engine import FastEngine
from agentgym.environments.alfworld.world.game import Game

TASK = "Your task is to: put a clean apple in fridge."
PROBLEM = """(define (problem kitchen) (:domain alfred) (:objects agent1 - agent)
(:init
  (atLocation agent1 loc_bar_0) ; nothing stands here
  (receptacleType fridge_bar_1 FridgeType) (receptacleAtLocation fridge_bar_1 loc_bar_1) (openable fridge_bar_1)
  (receptacleType sink_bar_1_bar_sinkbasin SinkBasinType) (receptacleAtLocation sink_bar_1_bar_sinkbasin loc_bar_2)
  (receptacleType table_bar_1 DiningTableType) (receptacleAtLocation table_bar_1 loc_bar_2)
  (receptacleType microwave_bar_1 MicrowaveType) (receptacleAtLocation microwave_bar_1 loc_bar_3)
  (openable microwave_bar_1)
  (objectType apple_bar_1 AppleType) (inReceptacle apple_bar_1 table_bar_1) (objectAtLocation apple_bar_1 loc_bar_2)
  (pickupable apple_bar_1) (cleanable apple_bar_1) (heatable apple_bar_1) (coolable apple_bar_1)
  (sliceable apple_bar_1)
  (objectType apple_bar_2 AppleType) (inReceptacle apple_bar_2 fridge_bar_1) (objectAtLocation apple_bar_2 loc_bar_1)
  (pickupable apple_bar_2) (cleanable apple_bar_2) (heatable apple_bar_2) (coolable apple_bar_2)
  (sliceable apple_bar_2)
  (objectType knife_bar_1 KnifeType) (inReceptacle knife_bar_1 table_bar_1) (objectAtLocation knife_bar_1 loc_bar_2)
  (pickupable knife_bar_1)
  (objectType bowl_bar_1 BowlType) (inReceptacle bowl_bar_1 table_bar_1) (objectAtLocation bowl_bar_1 loc_bar_2)
  (pickupable bowl_bar_1) (isReceptacleObject bowl_bar_1) (inReceptacleObject knife_bar_1 bowl_bar_1)
  (objectType lamp_bar_1 DeskLampType) (inReceptacle lamp_bar_1 table_bar_1) (objectAtLocation lamp_bar_1 loc_bar_2)
  (toggleable lamp_bar_1)
  (canContain FridgeType AppleType) (canContain DiningTableType AppleType) (canContain DiningTableType KnifeType)
)
(:goal (and (exists (?r - receptacle) (exists (?o - object) (and (cleanable ?o) (objectType ?o AppleType)
  (receptacleType ?r FridgeType) (isClean ?o) (inReceptacle ?o ?r)))))))
"""


def kitchen(dialect: Dialect = MOVE, goal: str = "") -> Game:
    """Return the kitchen as a game; ``goal`` takes the place of its own."""
    problem = f"{PROBLEM[: PROBLEM.index('(:goal')]}(:goal {goal}))" if goal else PROBLEM
    return Game(parse(problem), TASK, dialect)


def played(*commands: str, dialect: Dialect = MOVE, goal: str = "") -> tuple[FastEngine, str]:
    """Play commands in the kitchen; return the engine and the last answer."""
    engine = FastEngine()
    answer = engine.start(kitchen(dialect, goal))
    for command in commands:
        answer = engine.step(command)
    return engine, answer
