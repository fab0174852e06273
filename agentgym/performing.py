"""Performing what a message says: one action, or each of its calls, and what they led to together.

:func:`carry_out` is the whole: the action format reads the message, :func:`fallback` replaces an action that is not on
offer, :func:`perform` carries it out, :func:`refuse` answers what did not parse. Where the profile says so, all calls
of a message are carried out, and :func:`together` makes one outcome of theirs.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from agentgym.actions import Action, ParseError
from agentgym.conversation import joined
from agentgym.errors import EnvironmentFailure
from agentgym.hooks import Hooks
from agentgym.outcome import Outcome
from agentgym.rules.bleu import closest
from agentgym.status import Status


class Done(NamedTuple):
    """One thing that a message did: what it led to, and the action, or why there is none."""

    outcome: Outcome
    action: Action | None
    error: ParseError | None = None
    mapped_from: str = ""


def carry_out(env: Hooks, text: str) -> list[Done]:
    """Carry out what a message says: one action, or each of its calls up to the end of the episode."""
    if not env.profile.parallel_calls:
        try:
            action, mapped_from = fallback(env, env.format.parse(text))
        except ParseError as problem:
            return [Done(refuse(env, problem), None, problem)]
        return [Done(perform(env, action), action, None, mapped_from)]
    done: list[Done] = []
    for part in env.format.parse_each(text):
        if isinstance(part, ParseError):
            done.append(Done(refuse(env, part), None, part))
        else:
            action, mapped_from = fallback(env, part)
            done.append(Done(perform(env, action), action, None, mapped_from))
        if done[-1].outcome.terminated:
            break
    return done


def together(done: list[Done]) -> Outcome:
    """Return what several calls of one message led to: their observations, and what the last one ended or began."""
    return msgspec.structs.replace(
        done[-1].outcome,
        observation=joined(d.outcome.observation for d in done),
        observation_later=done[
            0
        ].outcome.observation_later,  # the conversation's newest message is the first answer
        refused=any(d.outcome.refused for d in done),
        call_error=any(d.outcome.call_error for d in done),
    )


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


def ended(outcome: Outcome, status: Status) -> Outcome:
    """Return the outcome as the end of the episode, with reward 0."""
    return msgspec.structs.replace(outcome, reward=0.0, terminated=True, status=status)
