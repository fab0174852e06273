"""The expert: runs the gold statements, then gives the gold answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from agentgym.actions import Action
from agentgym.environments.database import scoring
from agentgym.environments.database.protocol import ANSWER, EXECUTE
from agentgym.environments.database.world.backend import Backend
from agentgym.environments.database.world.content import MODIFYING, Problem


def solve(problem: Problem, spoken: Callable[[str], str]) -> Iterator[Action]:
    """Yield the actions that solve a task.

    Args:
        problem: the task; BIRD's answer is the gold query itself, which is not run before.
        spoken: puts a gold statement, which is MySQL's, in the words of the server that is played on.
    """
    thought = "I make the change." if problem.kind in MODIFYING else "I look it up."
    for statement in problem.gold if problem.scoring != "execution" else ():
        yield Action(name=EXECUTE.name, arguments={"query": spoken(statement)}, thought=thought)
    answers = list(problem.answer) or ["done"]
    yield Action(name=ANSWER.name, arguments={"answers": answers}, thought="That is the answer.")


def derive(problem: Problem, server: Backend) -> Iterator[Action]:
    """Yield the two turns that AgentTuning constructs of a reference query: it is run, and its output is the answer.

    They have no thoughts: these are completed afterwards (`agentgym thoughts`).

    Args:
        problem: one that is scored by rows.
        server: is asked for the answer.

    Raises:
        DataError: the reference query does not run.
    """
    yield Action(name=EXECUTE.name, arguments={"query": problem.gold[0]})
    yield Action(name=ANSWER.name, arguments={"answers": scoring.values_of(server, problem)})
