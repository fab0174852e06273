"""What of a long conversation a model is shown: all of it, what the paper showed, or a window.

``paper`` is AgentBench's history filter as AgentTuning ran it (``src/agent.py`` before v0.1, budget 3,500).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, cast

from agentgym.errors import OptionError, unknown_name
from agentgym.messages import Message

PAPER_SEGMENTS = 3500
"""The paper's budget."""
WINDOW_TURNS = 10
"""Turns of the agent that ``window`` keeps by default."""

_AMOUNTS = {"full": 0, "paper": PAPER_SEGMENTS, "window": WINDOW_TURNS}
_ASCII = re.compile(r"[A-Za-z]{1,7}|[^A-Za-z \n]")


class Shown(NamedTuple):
    """The messages that the model is shown, and how many were left out."""

    messages: list[Message]
    omitted: int


class History(NamedTuple):
    """A rule of what is shown: its name, and its amount (segments for ``paper``, turns for ``window``)."""

    name: Literal["full", "paper", "window"]
    amount: int

    def __call__(self, messages: Sequence[Message]) -> Shown:
        """Return what is shown of a conversation; the messages given are never changed."""
        if self.name == "paper":
            return paper(messages, self.amount)
        return window(messages, self.amount) if self.name == "window" else Shown(list(messages), 0)

    def __str__(self) -> str:
        """The name with its amount, also where that is the default: ``window:10``."""
        return f"{self.name}:{self.amount}" if self.amount else self.name


def named(text: str) -> History:
    """Return a history by its name, with an amount behind a colon: ``full``, ``paper``, ``window:8``.

    The amount is segments for ``paper`` (3,500 by default), turns for ``window`` (10 by default).

    Raises:
        UnknownNameError: another name.
        OptionError: an amount that is no number from 1 on, or one for ``full``.
    """
    name, colon, amount = text.partition(":")
    if name not in _AMOUNTS:
        raise unknown_name("history", name, _AMOUNTS)
    if colon and (name == "full" or not amount.isdecimal() or int(amount) < 1):
        raise OptionError(
            f"history is full, paper, window, or one of the last two with an amount: got {text!r}."
        )
    return History(cast(Any, name), int(amount or _AMOUNTS[name]))


def segments(text: str) -> int:
    """Count the paper's segments: letters in runs of at most seven, every other sign but space and newline.

    >>> segments("[SEP] abcdefghij 12.")
    8
    """
    if text.isascii():
        return len(_ASCII.findall(text))
    count = run = 0
    for sign in text:
        if sign.isalpha():
            count += run == 0
            run = (run + 1) % 7
        else:
            run = 0
            count += sign not in " \n"
    return count


def paper(messages: Sequence[Message], budget: int = PAPER_SEGMENTS) -> Shown:
    """Keep the first message and the newest others, as long as their segments stay below ``budget``.

    What is kept begins with a turn of the agent. If anything is left out, the first message says how much. A
    system prompt before the first message stays and counts nothing: the paper's was no part of the session.
    """
    head, rest = _split(messages, 1)
    kept: list[Message] = []
    total = sum(segments(m["content"]) for m in head if m["role"] != "system")
    for message in reversed(rest):
        total += segments(message["content"])
        if total >= budget:
            break
        kept.append(message)
    while kept and kept[-1]["role"] != "assistant":
        kept.pop()
    return _noticed(head, rest, kept[::-1])


def window(messages: Sequence[Message], turns: int = WINDOW_TURNS) -> Shown:
    """Keep the opening with the task, and the agent's newest ``turns`` turns with what answered them."""
    opening = next((i for i, m in enumerate(messages) if m.get("loss")), len(messages))
    head, rest = list(messages[:opening]), list(messages[opening:])
    own = [i for i, m in enumerate(rest) if m["role"] == "assistant"]
    return _noticed(head, rest, rest[own[-turns] :] if len(own) > turns else rest)


def _split(messages: Sequence[Message], count: int) -> tuple[list[Message], list[Message]]:
    first = next((i for i, m in enumerate(messages) if m["role"] != "system"), len(messages))
    return list(messages[: first + count]), list(messages[first + count :])


def _noticed(head: list[Message], rest: list[Message], kept: list[Message]) -> Shown:
    omitted = len(rest) - len(kept)
    if omitted and head:
        # The message's own text with something after it: a log stores the reference and what was added.
        notice = f"\n\n[NOTICE] {omitted} messages are omitted."
        head = [*head[:-1], {**head[-1], "content": head[-1]["content"] + notice}]
    return Shown([*head, *kept], omitted)
