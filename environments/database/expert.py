"""The expert: runs the gold statements, then gives the gold answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from agentgym.actions import Action
from agentgym.environments.database.protocol import ANSWER, EXECUTE
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
