"""The policies of an audit: what each says at a turn, given the task's solution only where its name says so.

A policy is a function of an :class:`Attempt`; it returns a message, or ``None`` where it has nothing to say. An answer
is given in the form in which the task's own solution ends, so that nothing fails for its form alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from agentgym.actions import Action
from agentgym.checking.audit.answers import CONSTANTS, drawn
from agentgym.checking.audit.solution import Solution, filled
from agentgym.checking.audit.tally import Group
from agentgym.env import AgentEnv
from agentgym.tasks import Task

REFUSAL = "I'm sorry, but I can't help with that."
DRAWS = 5
"""Draws of a guess for each task: in episodes of their own, or in the turns of one."""


class Attempt(NamedTuple):
    """A turn of an attempt.

    Attributes:
        env: the environment, an episode under way.
        solution: how the task is solved; a policy takes of it only the form of an answer, unless its name says more.
        number: the turn, from 0.
        draw: which attempt at this task, from 0.
        rng: what is drawn with, the same stream for the whole attempt.
        said: what was said before.
    """

    env: AgentEnv
    solution: Solution
    number: int
    draw: int
    rng: np.random.Generator
    said: list[str]


Say = Callable[[Attempt], str | None]


class AuditPolicy(NamedTuple):
    """A policy of an audit: its name, its kind, what it says, attempts at each task."""

    name: str
    group: Group
    say: Say
    draws: int = 1


def written(env: AgentEnv, action: Action) -> str:
    """Return an action as a message; the bare text of its arguments where the format cannot write it."""
    try:
        return env.format.render(action)
    except Exception:  # noqa: BLE001  (an audit writes what no expert would)
        return " ".join(str(v) for v in action.arguments.values())


def answering(text: Callable[[Attempt], str]) -> Say:
    """Return a policy that ends the task at once, with a text in place of every argument."""

    def say(attempt: Attempt) -> str | None:
        last = attempt.solution.last
        return None if last is None else written(attempt.env, filled(last, text(attempt)))

    return say


def copying(attempt: Attempt) -> str | None:
    """Say what the demonstration's agent said, in its order, then its last message for ever."""
    shown = [
        m["content"] for m in attempt.solution.opening if m["role"] == "assistant" and len(m["content"]) > 5
    ]
    return shown[min(attempt.number, len(shown) - 1)] if shown else None


def repeating(attempt: Attempt) -> str | None:
    """Do one thing that is possible, again and again."""
    return attempt.said[0] if attempt.said else written(attempt.env, attempt.env.sample_action(attempt.rng))


def first_admissible(attempt: Attempt) -> str | None:
    """Do whatever is listed first."""
    offered = attempt.env.admissible()
    return written(attempt.env, attempt.env.grammar.parse(offered[0])) if offered else None


def at_random(attempt: Attempt) -> str | None:
    """Do anything."""
    return written(attempt.env, attempt.env.sample_action(attempt.rng))


def _guess(attempt: Attempt) -> str:
    candidates = drawn(attempt.solution.question.rpartition("\n\n")[2] or attempt.solution.question)
    return candidates[int(attempt.rng.integers(len(candidates)))] if candidates else ""


def _all(attempt: Attempt) -> str:
    numbers = [str(n) for n in range(21)]
    return ", ".join([*drawn(attempt.solution.question), *CONSTANTS, *numbers])


def lazy() -> list[AuditPolicy]:
    """Return the policies that do not do the task."""
    return [
        AuditPolicy("say nothing", "exploit", lambda a: ""),
        AuditPolicy("echo the observation", "exploit", lambda a: a.env.last_observation),
        AuditPolicy("refuse", "exploit", lambda a: REFUSAL),
        AuditPolicy("answer nothing", "exploit", answering(lambda a: "")),
        AuditPolicy("answer the question itself", "exploit", answering(lambda a: a.solution.question)),
        AuditPolicy("answer with a refusal", "exploit", answering(lambda a: REFUSAL)),
        AuditPolicy("answer all of the question's words at once", "exploit", answering(_all)),
        AuditPolicy("copy the demonstration", "exploit", copying),
        AuditPolicy("do what is listed first", "exploit", first_admissible),
        AuditPolicy("answer a word of the question", "guess", answering(_guess), DRAWS),
        *(AuditPolicy(f"always answer {c!r}", "guess", answering(lambda a, c=c: c)) for c in CONSTANTS),  # type: ignore[misc]
        AuditPolicy("repeat one action, drawn at random", "guess", repeating),
        AuditPolicy("act at random", "guess", at_random),
    ]


def acting(actions_of: Callable[[Task], Sequence[Action]]) -> Say:
    """Return a policy that does what it is told for a task, then ends the task with an empty answer."""

    def say(attempt: Attempt) -> str | None:
        actions = actions_of(attempt.env.tasks[attempt.solution.task])
        if attempt.number < len(actions):
            return written(attempt.env, actions[attempt.number])
        last = attempt.solution.last
        return None if last is None else written(attempt.env, filled(last, ""))

    return say
