"""The expert: gold actions that the tools accept.

One in ten of AgentBench's stored lists of actions cannot be executed under its own checks. Each candidate is
therefore tried on a toolkit of its own: the stored list, then the plan of the S-expression, then plans with a
relation's other names. The first that can be executed is played.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import msgspec

from agentgym.actions import Action, ParseError
from agentgym.environments.knowledge_graph.protocol import CallGrammar
from agentgym.environments.knowledge_graph.world.ontology import Ontology
from agentgym.environments.knowledge_graph.world.plans import plan
from agentgym.environments.knowledge_graph.world.programs import parse
from agentgym.environments.knowledge_graph.world.question import Question
from agentgym.environments.knowledge_graph.world.rewriting import outward, variants
from agentgym.environments.knowledge_graph.world.toolkit import ANSWER, ToolError, Toolkit
from agentgym.errors import DataError

_ID = re.compile(r"[a-z]\.\w+", re.ASCII)


def gold_actions(question: Question, ontology: Ontology, toolkit: Callable[[], Toolkit]) -> list[Action]:
    """Return the best executable plan; of several, the first whose answer is the gold one.

    Where none can be executed to its end, what can be of the first one is returned, with the last variable as
    the answer.

    Raises:
        DataError: the question has neither actions nor an S-expression.
    """
    first: list[Action] | None = None
    runnable: list[Action] | None = None
    for actions in _candidates(question, ontology):
        if first is None:
            first = actions
        answered = try_plan(actions, toolkit())
        if answered is None:
            continue
        if answered == frozenset(question.answer):
            return actions
        if runnable is None:
            runnable = actions
    if runnable is not None:
        return runnable
    if first is None:
        raise DataError(
            f"Question {question.id!r} has neither actions nor an S-expression: no expert can answer it."
        )
    return _as_far_as_possible(first, toolkit())


def _candidates(question: Question, ontology: Ontology) -> Iterator[list[Action]]:
    names = {i: name for name, i in question.entities.items()}
    if question.actions:
        stored = stored_actions(question, names)
        if stored is not None:
            yield stored
    if question.s_expression:
        try:
            program = outward(parse(question.s_expression), ontology)
        except DataError:
            return
        for variant in variants(program, ontology):
            yield plan(variant, names)


def stored_actions(question: Question, names: dict[str, str]) -> list[Action] | None:
    """Return the stored list of actions with names for ids and the answer added; ``None`` if one is no call."""
    grammar = CallGrammar(lambda: question.entities)
    actions: list[Action] = []
    made = -1
    for text in question.actions:
        try:
            action = grammar.parse(text)
        except ParseError:
            return None
        named = {k: names.get(v, v) if _ID.fullmatch(v) else v for k, v in action.arguments.items()}
        action = msgspec.structs.replace(
            action, arguments=named, text="", thought=_thought(action.name, named)
        )
        actions.append(action)
        made += action.name not in ("get_relations", "get_attributes")
    answer = f"#{made}"
    thought = f"{answer} is what the question asks for."
    return [*actions, Action(name=ANSWER, arguments={"variable": answer}, thought=thought)]


_THOUGHTS = {
    "get_relations": "I look at what leads out of {variable}.",
    "get_neighbors": "{relation} is the relation that the question asks for.",
    "intersection": "Both conditions hold for what is in {variable1} and in {variable2}.",
    "get_attributes": "I look at what {variable} can be compared by.",
    "argmax": "The question asks for the largest {attribute}.",
    "argmin": "The question asks for the smallest {attribute}.",
    "count": "The question asks how many there are in {variable}.",
}


def _thought(name: str, arguments: dict[str, str]) -> str:
    return _THOUGHTS[name].format(**arguments)


def try_plan(actions: list[Action], toolkit: Toolkit) -> frozenset[str] | None:
    """Play a list of actions; return what it answers, ``None`` where one of them cannot be executed."""
    for action in actions:
        try:
            if action.name == ANSWER:
                variable = toolkit.variable(action["variable"])
                return None if variable is None else toolkit.graph.answers(variable.program)
            toolkit.call(action.name, *action.arguments.values())
        except ToolError:
            return None
    return None


def _as_far_as_possible(actions: list[Action], toolkit: Toolkit) -> list[Action]:
    done: list[Action] = []
    for action in actions[:-1]:
        try:
            toolkit.call(action.name, *action.arguments.values())
        except ToolError:
            break
        done.append(action)
    if toolkit.variables:
        last = f"#{len(toolkit.variables) - 1}"
        done.append(
            Action(
                name=ANSWER, arguments={"variable": last}, thought=f"{last} is the nearest that I can get."
            )
        )
    else:
        done.append(Action(name=ANSWER, arguments={"variable": "#0"}, thought="I found nothing."))
    return done
