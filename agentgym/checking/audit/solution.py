"""The solution of a task as the expert plays it, and the ways to spoil it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import numpy as np

from agentgym.actions import Action
from agentgym.env import AgentEnv
from agentgym.messages import Message
from agentgym.status import Status
from agentgym.tasks import Task


class Solution(msgspec.Struct, kw_only=True):
    """What the expert did.

    Attributes:
        task: id of the task.
        question: the first observation.
        opening: messages before it.
        actions: what it did.
        reward: what that got.
        error: the failure of the machinery that it ended in; empty if none.
        unanswerable: the environment has nothing to ask: no answer can be right, and nobody is asked for one.
        unscored: it ended without a score: a judge gives it.
        beyond_limit: it ended at the environment's limit, and the card says that some do.
    """

    task: str
    question: str = ""
    opening: list[Message] = []
    actions: list[Action] = []
    reward: float = 0.0
    error: str = ""
    unanswerable: bool = False
    unscored: bool = False
    beyond_limit: bool = False

    @property
    def left_out(self) -> str:
        """Why no tally has the task, as :class:`~.tally.Audit` counts it; empty if one has."""
        reasons = ("unanswerable", "unscored", "beyond_limit")
        return next((why for why in reasons if getattr(self, why)), "")

    @property
    def last(self) -> Action | None:
        """The action that ends the task: an answer, in most environments."""
        return self.actions[-1] if self.actions else None


def solve(env: AgentEnv, task: str) -> Solution:
    """Let the expert play a task and note what it means, before any format writes it."""
    found = Solution(task=task)
    observation, info = env.reset(seed=0, options={"task": task})
    found.question, found.opening = observation, info["messages"]
    found.unanswerable = info["unasked"]
    gold = type(env).gold

    def noted(asked: Task) -> Iterator[Action]:
        for action in gold(env, asked):
            found.actions.append(action)
            yield action

    env.gold = noted  # type: ignore[method-assign, assignment]
    try:
        ended = False
        while not ended:
            _, reward, terminated, truncated, _ = env.step(env.suggest("expert"))
            found.reward, ended = float(reward), terminated or truncated
        found.unscored = env.status is Status.UNSCORED
        at_limit = env.status is Status.TASK_LIMIT and found.reward < 1.0
        found.beyond_limit = at_limit and bool(env.card.limited)
    finally:
        del env.gold  # the class's own again
    return found


def filled(action: Action, text: str) -> Action:
    """Return the action with every argument replaced: a text, a list by that one text, a number by the text's or 0.

    >>> dict(filled(Action(name="answer", arguments={"answers": ["7"]}), "nothing").arguments)
    {'answers': ['nothing']}
    """
    return msgspec.structs.replace(
        action, text="", thought="", arguments={k: _filled(v, text) for k, v in action.arguments.items()}
    )


def _filled(value: Any, text: str) -> Any:
    if isinstance(value, (list, tuple)):
        return [text]
    if isinstance(value, str):
        return text
    if isinstance(value, (int, float)):
        return type(value)(text if text.isdecimal() else 0)
    return value


def wrong(env: AgentEnv, right: Action, others: list[Action], rng: np.random.Generator) -> Action:
    """Return a well-formed action that is another one: another task's in its place, else a random one."""
    for other in others:
        if other.name == right.name and dict(other.arguments) != dict(right.arguments):
            return msgspec.structs.replace(other, thought="")
    for _ in range(20):
        drawn = env.sample_action(rng)
        if (drawn.name, dict(drawn.arguments)) != (right.name, dict(right.arguments)):
            return drawn
    return filled(right, "nothing")
