"""One turn of an episode: what a message is read as, what it leads to, and what is told about it.

:func:`take` is the whole: the action format reads the message, :func:`fallback` replaces an action that is not on
offer, :func:`perform` carries it out (:func:`refuse` answers what did not parse), :func:`repetition` and
:func:`step_limit` are the protocol's rules, :func:`told` makes the ``info`` of ``env.step``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TypedDict

import msgspec

from agentgym.actions import Action, ParseError
from agentgym.conversation import NOT_EXECUTED
from agentgym.errors import EnvironmentFailure
from agentgym.hooks import Hooks
from agentgym.messages import Message, copy_messages
from agentgym.outcome import UNASKED, Outcome
from agentgym.returns import returned, wrong
from agentgym.rules.bleu import closest
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
    tool_results: list[str]  # one text for each tool call of a message with several
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
    action, mapped_from, error = UNASKED, "", None
    asked = not env.unasked
    if asked:
        try:
            action, mapped_from = fallback(env, env.format.parse(text))
        except ParseError as problem:
            error = problem
    outcome = perform(env, action) if error is None else refuse(env, error)
    if asked:  # An agent that was not asked has not said the same again.
        outcome = repetition(env, text, outcome)
    outcome, truncated = step_limit(env, outcome)
    env.unasked = outcome.unasked
    info = told(env, outcome)
    if error is None:
        info["action"], info["thought"] = action.text or env.grammar.render(action), action.thought
        info["mapped_from"] = mapped_from
        if action.calls > 1:
            info["tool_results"] = [outcome.observation] + [NOT_EXECUTED] * (action.calls - 1)
    else:
        info["parse_error"], info["parse_error_kind"] = error.hint, error.kind
    if outcome.action_later is None and (remembered := env.format.remembered(text)) != text:
        info["action_later"] = remembered
    return outcome, truncated, info


def fallback(env: Hooks, action: Action) -> tuple[Action, str]:
    """Return the closest admissible action by BLEU where the profile says so, and the text that it replaces."""
    threshold = env.profile.bleu_threshold
    offered = None if threshold is None else env.admissible()
    if threshold is None or not offered:
        return action, ""
    text = action.text or env.grammar.render(action)
    best = None if text in offered else closest(text, offered, threshold=threshold)
    if best is None:
        return action, ""
    return msgspec.structs.replace(env.grammar.parse(best), thought=action.thought, calls=action.calls), text


def perform(env: Hooks, action: Action) -> Outcome:
    """Carry the action out.

    Raises:
        EnvironmentFailure: see :func:`checked`.
    """
    result: object = env.perform(action)
    if (
        type(result) is Outcome
        and type(result.observation) is str
        and not result.reward
        and not result.status
    ):
        return result  # The usual case, at every step: nothing is left to be checked.
    outcome = Outcome.of(result, env.perform)
    return checked(env, outcome, "perform", over=outcome.terminated)


def checked(env: Hooks, outcome: Outcome, hook: str, *, over: bool) -> Outcome:
    """Return an outcome that a log and a score can be made of.

    Args:
        env: the environment.
        outcome: what one of its hooks returned.
        hook: name of the hook.
        over: the episode ends with it.

    Raises:
        EnvironmentFailure: a reward outside of [0, 1] or before the end, or a status that ends no episode well.
    """
    if not 0.0 <= outcome.reward <= 1.0 or (outcome.reward and not over):
        raise EnvironmentFailure(
            f"{type(env).__name__}.{hook} returned reward {outcome.reward} with terminated={outcome.terminated}: a "
            "reward is in [0, 1], and 0 before the end."
        )
    if outcome.status is Status.RUNNING or (outcome.status is not None and outcome.status.is_failure):
        raise EnvironmentFailure(
            f"{type(env).__name__}.{hook} returned the status {outcome.status}, which no outcome has: an environment "
            "that fails raises EnvironmentFailure."
        )
    return outcome


def refuse(env: Hooks, error: ParseError) -> Outcome:
    """Answer a message that did not parse: the profile tells what was expected, or ends the episode."""
    outcome = Outcome.of(env.unknown_action(error), env.unknown_action)
    if env.profile.on_parse_error == "end":
        refused = env.at_refusal(ended(outcome, env.profile.parse_error_status))
        return checked(env, Outcome.of(refused, env.at_refusal), "at_refusal", over=True)
    return outcome


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


def ended(outcome: Outcome, status: Status) -> Outcome:
    """Return the outcome as the end of the episode, with reward 0."""
    return msgspec.structs.replace(outcome, reward=0.0, terminated=True, status=status)


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
