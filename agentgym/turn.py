"""One turn of an episode: what a message leads to, and what is told about it.

:func:`take` is the whole: :mod:`agentgym.performing` reads the message and carries it out, :func:`repetition` and
:func:`step_limit` are the protocol's rules, :func:`told` and :func:`describe` make the ``info`` of ``env.step``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TypedDict

from agentgym.conversation import NOT_EXECUTED, OVER
from agentgym.errors import EnvironmentFailure
from agentgym.hooks import Hooks
from agentgym.messages import Message, copy_messages
from agentgym.outcome import UNASKED, Outcome
from agentgym.performing import Done, carry_out, checked, ended, perform, together
from agentgym.returns import returned, wrong
from agentgym.status import Status
from agentgym.tasks import Task


class TurnInfo(TypedDict):
    """``info`` of ``env.step``, every key always there; those without a comment are as in :class:`Outcome`."""

    status: str
    step: int
    action: str  # in native form; empty if nothing parsed
    thought: str
    parse_error: str  # why nothing parsed, and its kind (ParseError)
    parse_error_kind: str
    mapped_from: str  # the message's own action, where the BLEU fallback replaced it
    tool_results: list[str]  # one text for each tool call of a message with several; empty otherwise
    admissible: list[str] | None  # None where the actions are not finite, and after the end
    metrics: dict[str, float]  # empty before the end
    messages: list[Message] | None  # None unless a fresh session begins
    observation_later: str | None
    action_later: str | None
    refused: bool
    call_error: bool
    unasked: bool
    screenshot: str | None
    continuations: list[str]


class StartInfo(TurnInfo):
    """``info`` of ``env.reset``: ``messages`` are the opening turns, ``tools`` the schemas of the tools."""

    task_id: str
    task_kind: str
    tools: list[dict[str, object]]


def started(env: Hooks, task: Task, outcome: Outcome) -> StartInfo:
    """Return what is told about the beginning of an episode.

    Raises:
        EnvironmentFailure: it is its end.
    """
    if outcome.terminated or outcome.reward or outcome.status is not None:
        raise EnvironmentFailure(
            f"{type(env).__name__}.begin ended the episode: an episode has a turn at least."
        )
    opening = env.first_messages(task) if outcome.messages is None else outcome.messages
    tools = env.texts.schemas or [t.schema() for t in env.tools]
    return {**told(env, outcome), "messages": copy_messages(opening), "tools": tools, "task_id": task.id,
            "task_kind": task.kind}  # fmt: skip


def take(env: Hooks, text: str) -> tuple[Outcome, bool, TurnInfo]:
    """Take the assistant's whole message; return the outcome, whether the step limit truncates, and ``info``.

    The episode is under way.
    """
    env.steps += 1
    asked = not env.unasked
    done = carry_out(env, text) if asked else [Done(perform(env, UNASKED), UNASKED)]
    outcome = done[0].outcome if len(done) == 1 else together(done)
    if asked:  # An agent that was not asked has not said the same again.
        outcome = repetition(env, text, outcome)
    outcome, truncated = step_limit(env, outcome)
    env.unasked = outcome.unasked
    info = told(env, outcome)
    describe(env, info, done)
    if outcome.action_later is None and (remembered := env.format.remembered(text)) != text:
        info["action_later"] = remembered
    return outcome, truncated, info


def describe(env: Hooks, info: TurnInfo, done: list[Done]) -> None:
    """Write into ``info`` what was done: of several calls every action, and why some are none."""
    action = done[0].action
    if len(done) == 1 and action is not None and action.calls == 1:  # The usual case, at every step.
        info["action"], info["thought"] = action.text or env.grammar.render(action), action.thought
        info["mapped_from"] = done[0].mapped_from
        return
    actions = [d.action for d in done if d.action is not None]
    if actions:
        info["action"] = "\n".join(a.text or env.grammar.render(a) for a in actions)
        info["thought"] = actions[0].thought
        info["mapped_from"] = "\n".join(d.mapped_from for d in done if d.mapped_from)
    errors = [d.error for d in done if d.error is not None]
    if errors:
        info["parse_error"] = "\n".join(e.hint for e in errors)
        info["parse_error_kind"] = errors[0].kind
    calls = actions[0].calls if actions else len(done)
    if calls > 1:
        rest = OVER if env.profile.parallel_calls else NOT_EXECUTED
        info["tool_results"] = [d.outcome.observation for d in done] + [rest] * (calls - len(done))


def repetition(env: Hooks, text: str, outcome: Outcome) -> Outcome:
    """End an episode that goes on, where the last messages are identical; a win stays a win."""
    if not outcome.terminated and env.repetition.add(env.format.said(text)):
        return ended(outcome, Status.REPETITION)
    return outcome


def step_limit(env: Hooks, outcome: Outcome) -> tuple[Outcome, bool]:
    """Set the episode's status; return the outcome and whether the step limit truncates the episode."""
    if outcome.terminated:
        env.status = outcome.status or Status.COMPLETED
    if outcome.terminated or env.steps < env.max_steps:
        return outcome, False
    outcome = Outcome.of(env.at_limit(outcome), env.at_limit)
    env.status = checked(env, outcome, "at_limit", over=True).status or Status.TASK_LIMIT
    return outcome, True


def numbers(env: Hooks, metrics: Mapping[str, float]) -> dict[str, float]:
    """Return metrics as plain numbers, whatever kind of number each is.

    Raises:
        EnvironmentFailure: one is no number, or infinite: a log with it could not be read again.
    """
    try:
        plain = {name: float(value) for name, value in metrics.items()}
    except (TypeError, ValueError) as error:
        raise EnvironmentFailure(f"A metric of {type(env).__name__} is no number: {error}.") from error
    wrong = [name for name, value in plain.items() if not math.isfinite(value)]
    if wrong:
        raise EnvironmentFailure(
            f"The metric {wrong[0]} of {type(env).__name__} is {plain[wrong[0]]}: no number."
        )
    return plain


def admissible(env: Hooks) -> list[str] | None:
    """Return the admissible actions.

    Raises:
        EnvironmentFailure: the environment returned something else than a list.
    """
    listed = env.admissible()
    if listed is None or isinstance(listed, list):
        return listed
    raise wrong(f"{type(env).__name__}.admissible", "a list of str, or None", listed)


def final_metrics(env: Hooks) -> dict[str, float]:
    """Return the environment's own metrics of a finished episode.

    Raises:
        EnvironmentFailure: the environment returned something else than a dictionary.
    """
    found = env.final_metrics()
    returned(env, "final_metrics", found, dict, "a dict of numbers")
    return found


def told(env: Hooks, outcome: Outcome) -> TurnInfo:
    """Return what is told about an outcome; the action's part is empty."""
    running = env.status is Status.RUNNING
    metrics = {} if running else numbers(env, {"steps": env.steps, **final_metrics(env), **outcome.metrics})
    return {
        "status": str(env.status), "step": env.steps, "metrics": metrics,
        "action": "", "thought": "", "parse_error": "", "parse_error_kind": "", "mapped_from": "", "tool_results": [],
        "admissible": admissible(env) if running else None,
        "messages": None if outcome.messages is None else copy_messages(outcome.messages),
        "observation_later": outcome.observation_later, "action_later": outcome.action_later,
        "refused": outcome.refused, "call_error": outcome.call_error, "unasked": outcome.unasked,
        "screenshot": outcome.screenshot, "continuations": outcome.continuations,
    }  # fmt: skip
