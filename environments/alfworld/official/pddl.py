"""Reading a PDDL problem of ALFWorld: initial facts and the goal."""

from __future__ import annotations

import re

from agentgym.environments.alfworld.world.problem import Problem, Tree
from agentgym.errors import DataError

_COMMENT = re.compile(r";[^\n]*")
_TOKEN = re.compile(r"[()]|[^\s()]+")


def parse(text: str) -> Problem:
    """Parse the text of a problem.

    Raises:
        DataError: unbalanced parentheses, or no ``:init`` or ``:goal``.
    """
    sections = {part[0]: part for part in _tree(text) if isinstance(part, list) and part}
    init, goal = sections.get(":init"), sections.get(":goal")
    if init is None or goal is None or len(goal) != 2 or not isinstance(goal[1], list):
        raise DataError(
            "The PDDL problem has no (:init …) or no (:goal …) section: the game file is damaged."
        )
    facts: dict[str, list[tuple[str, ...]]] = {}
    for fact in init[1:]:
        if isinstance(fact, list) and fact and fact[0] != "=":
            words = [w for w in fact if isinstance(w, str)]
            facts.setdefault(words[0], []).append(tuple(words[1:]))
    return Problem(facts, goal[1])


def _tree(text: str) -> Tree:
    stack: list[Tree] = [[]]
    for token in _TOKEN.findall(_COMMENT.sub("", text).lower()):
        if token == "(":
            stack.append([])
        elif token == ")":
            done = stack.pop()
            if not stack:
                raise DataError("The PDDL problem closes more parentheses than it opens.")
            stack[-1].append(done)
        else:
            stack[-1].append(token)
    if len(stack) != 1 or len(stack[0]) != 1 or not isinstance(stack[0][0], list):
        raise DataError(f"The PDDL problem is cut off: {len(stack) - 1} parentheses are not closed.")
    return stack[0][0]
