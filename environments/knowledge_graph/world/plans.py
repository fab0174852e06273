"""Plans: the tool calls that build a program, for experts and demonstrations."""

from __future__ import annotations

from collections.abc import Mapping

from agentgym.actions import Action
from agentgym.environments.knowledge_graph.world.programs import (
    And,
    Class,
    Count,
    Entity,
    Join,
    Program,
    Superlative,
)
from agentgym.environments.knowledge_graph.world.toolkit import ANSWER
from agentgym.errors import DataError


def plan(program: Program, names: Mapping[str, str]) -> list[Action]:
    """Return the tool calls that build an outward program, the final answer last.

    Args:
        program: what to build.
        names: names of entities by id; an entity without one is called by its id.

    Raises:
        DataError: the program begins with a class.
    """
    actions: list[Action] = []
    count = 0

    def call(name: str, thought: str, **arguments: str) -> None:
        actions.append(Action(name=name, arguments=arguments, thought=thought))

    def made() -> str:
        nonlocal count
        count += 1
        return f"#{count - 1}"

    def visit(part: Program) -> str:
        match part:
            case Entity(name):
                return names.get(name, name)
            case Join(relation, inner):
                source = visit(inner)
                call("get_relations", f"I look at what leads out of {source}.", variable=source)
                call(
                    "get_neighbors",
                    f"{relation} is the relation that the question asks for.",
                    variable=source,
                    relation=relation,
                )
            case And(left, right):
                first, second = visit(left), visit(right)
                call(
                    "intersection",
                    f"Both conditions hold for what is in {first} and in {second}.",
                    variable1=first,
                    variable2=second,
                )
            case Superlative(inner, attribute, largest):
                source = visit(inner)
                call("get_attributes", f"I look at what {source} can be compared by.", variable=source)
                call(
                    "argmax" if largest else "argmin",
                    f"The question asks for the {'largest' if largest else 'smallest'} {attribute}.",
                    variable=source,
                    attribute=attribute,
                )
            case Count(inner):
                source = visit(inner)
                call("count", f"The question asks how many there are in {source}.", variable=source)
            case Class(name):
                raise DataError(f"All instances of {name} cannot be reached with the tools.")
        return made()

    last = visit(program)
    call(ANSWER, f"{last} is what the question asks for.", variable=last)
    return actions
