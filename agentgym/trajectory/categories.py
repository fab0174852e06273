"""The error categories of an episode, found by rules.

The categories are those of AgentTuning (arXiv 2310.12823, Figure 3) and the outcome classes of AgentBench; the
paper says only that its analysis is "rule-based", so each rule is stated here. An episode can have several, a
solved one too: a share is a share of episodes, as in the figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Protocol

NAMES = (
    "invalid_format",
    "invalid_action",
    "short_term_repetition",
    "long_term_repetition",
    "refusal",
    "function_call_error",
    "function_repetition",
    "context_limit",
    "task_limit",
)
"""All categories, in the order they are shown."""


class Turn(Protocol):
    """What the rules read of a turn; :class:`agentgym.trajectory.Step` has it."""

    output: str
    action: str
    parse_error_kind: str
    mapped_from: str
    observation: str
    refused: bool
    call_error: bool


class Subject(Protocol):
    """What the rules read of an episode; :class:`agentgym.trajectory.Episode` has it."""

    calls_functions: bool
    action_format: str
    status: str

    @property
    def steps(self) -> Sequence[Turn]:
        """The turns."""


def categories(episode: Subject) -> list[str]:
    """Return the categories that the episode falls into, in the order of :data:`NAMES`."""
    return [name for name in NAMES if RULES[name](episode)]


def invalid_format(episode: Subject) -> bool:
    """No action was found in an output, or its arguments were malformed."""
    return episode.status == "invalid_format" or any(
        s.parse_error_kind in ("no_action", "bad_arguments", "bad_json") for s in episode.steps
    )


def invalid_action(episode: Subject) -> bool:
    """An action was well-formed but not on offer: an unknown name, one that the BLEU fallback had to replace,
    or one that the environment refused."""
    return episode.status == "invalid_action" or any(
        s.refused or s.mapped_from != "" or s.parse_error_kind == "unknown_action" for s in episode.steps
    )


def short_term_repetition(episode: Subject) -> bool:
    """Two outputs in a row are the same text."""
    if episode.status == "repetition":
        return True
    outputs = [s.output.strip() for s in episode.steps]
    return any(a == b and a for a, b in pairwise(outputs))


def long_term_repetition(episode: Subject) -> bool:
    """A pair of different consecutive turns (action and answer) comes back later: the agent walks in a circle."""
    turns = [(s.action or s.output, s.observation) for s in episode.steps]
    first: dict[tuple[tuple[str, str], tuple[str, str]], int] = {}
    return any(
        pair[0] != pair[1] and first.setdefault(pair, i) < i - 1 for i, pair in enumerate(pairwise(turns))
    )


def refusal(episode: Subject) -> bool:
    """The model declines or apologises in place of acting."""
    said = "\n".join(s.output for s in episode.steps).lower().replace("’", "'")
    # Looking for a few words first saves the pattern, which costs more than reading the episode.
    return any(word in said for word in _REFUSAL_WORDS) and _REFUSAL.search(said) is not None


def function_call_error(episode: Subject) -> bool:
    """A function or command was called with wrong arguments, or the environment says that it failed."""
    return any(s.call_error or s.parse_error_kind in ("bad_arguments", "bad_json") for s in episode.steps)


def function_repetition(episode: Subject) -> bool:
    """The same function was called twice with the same arguments."""
    if not (episode.calls_functions or episode.action_format == "tools"):
        return False
    calls = [s.action for s in episode.steps if s.action]
    return len(set(calls)) < len(calls)


def context_limit(episode: Subject) -> bool:
    """The conversation outgrew the model's context."""
    return episode.status == "context_limit"


def task_limit(episode: Subject) -> bool:
    """All steps, or all the time, tokens or money, were used without an end."""
    return episode.status in ("task_limit", "time_limit", "token_limit", "cost_limit")


RULES: dict[str, Callable[[Subject], bool]] = {
    rule.__name__: rule
    for rule in (
        invalid_format, invalid_action, short_term_repetition, long_term_repetition, refusal, function_call_error,
        function_repetition, context_limit, task_limit,
    )
}  # fmt: skip

_REFUSAL = re.compile(
    r"\bi(?:'m| am) (?:very |truly |really )?sorry\b|\bi apologi[sz]e\b|\bi(?:'m| am) (?:unable|not able) to\b"
    r"|\bi (?:cannot|can't|can not|won't|will not) (?:assist|help|comply|fulfil|answer|do that|proceed|provide)"
    r"|\bas an ai(?: language)? (?:model|assistant)\b|\bi do not have the ability\b"
)
_REFUSAL_WORDS = (
    "sorry", "apolog", "able to", "cannot", "can't", "can not", "won't", "will not", "as an ai", "ability",
)  # fmt: skip
"""One of them is in every text that the pattern finds."""
