"""Gold actions: the target where it is among the choices, else none of them."""

from __future__ import annotations

from agentgym.actions import Action
from agentgym.environments.mind2web.protocol import ACT, NONE, Mode, name_of
from agentgym.environments.mind2web.scoring import operation_text
from agentgym.environments.mind2web.world.play import Question


def best(question: Question | None, mode: Mode) -> Action:
    """Return the right answer to a question, with a thought; any answer where nothing is asked."""
    if question is None:
        return Action(name=ACT.name, arguments={"element": NONE})
    hit = next((i for i, choice in enumerate(question.choices) if choice in question.positives), None)
    if hit is None:
        thought = "What is to be done next is about none of these elements."
        return Action(name=ACT.name, arguments={"element": NONE}, thought=thought)
    sample, name = question.sample, name_of(mode, hit)
    operation, _, value = operation_text(sample.action.operation).partition(" ")
    arguments = {"element": name, "operation": operation, **({"value": value} if value else {})}
    done = f"{sample.position} of {sample.length} steps are done. " if sample.position else ""
    thought = f"{done}The next one is about element {name}: {f'{operation.lower()} {value}'.strip()}."
    return Action(name=ACT.name, arguments=arguments, thought=thought)
