"""Gold actions: what a task's author does, found again on the page that is really open."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

import numpy as np

from agentgym.actions import Action
from agentgym.environments.webarena.world.config import Config
from agentgym.environments.webarena.world.session import Session
from agentgym.errors import EnvironmentFailure

_WINDOWS = 8
"""Windows that are looked through for an element, the first one counted."""


def play(config: Config, session: Session, *, clears: bool, selects: bool) -> Iterator[Action]:
    """Yield the gold actions of a task, each for the page that is open then.

    An element is named by role, name and number among equals in the window; where it is not in the window, the page is
    scrolled down.

    Args:
        config: the task.
        session: the browser.
        clears: ``type`` replaces what a field holds; else the field is emptied by keys first.
        selects: there is an action ``select``; else an option is chosen by its letters.

    Raises:
        EnvironmentFailure: an element is not on the page.
    """
    for step in config.gold:
        verb, *rest = step
        if verb == "goto":
            yield Action(name="goto", arguments={"url": rest[0]})
        elif verb == "stop":
            yield Action(name="stop", arguments={"answer": rest[0]})
        else:
            yield from _act(config, session, verb, rest, clears=clears, selects=selects)


def _act(
    config: Config, session: Session, verb: str, rest: list[Any], *, clears: bool, selects: bool
) -> Iterator[Action]:
    role, name, nth, *more = rest
    number = yield from _found(config, session, role, name, nth)
    if verb == "click":
        yield Action(name="click", arguments={"element": number})
    elif verb == "type":
        text, enter = more
        if not clears and session.element(number).value:
            yield Action(name="click", arguments={"element": number})
            yield Action(name="press", arguments={"keys": "Control+a"})
            yield Action(name="press", arguments={"keys": "Backspace"})
        yield Action(name="type", arguments={"element": number, "text": text, "enter": enter})
    elif selects:
        yield Action(name="select", arguments={"element": number, "option": more[0]})
    else:
        # A list that has the focus goes to the option whose letters are typed.
        yield Action(name="type", arguments={"element": number, "text": more[0], "enter": True})


def _found(config: Config, session: Session, role: str, name: str, nth: int) -> Generator[Action, None, int]:
    before = None
    for _ in range(_WINDOWS):
        equal = [n for n, e in session.seen.elements.items() if e.role == role and e.name == name]
        if len(equal) > nth:
            return equal[nth]
        if session.seen.text == before:
            break  # The end of the page.
        before = session.seen.text
        yield Action(name="scroll", arguments={"direction": "down"})
    raise EnvironmentFailure(
        f"{config.task_id}: there is no {role} {name!r} (number {nth}) on {session.url}."
    )


_ACTIONS = ("click", "click", "click", "click", "type", "hover", "scroll", "go_back", "stop")


def drawn(session: Session, intent: str, rng: np.random.Generator) -> Action:
    """Draw an action on an element that is shown, or on the page; what is typed is a word of the task."""
    name = _ACTIONS[int(rng.integers(len(_ACTIONS)))]
    shown = list(session.seen.elements)
    words = intent.split()
    word = words[int(rng.integers(len(words)))] if words else "x"
    if name in ("click", "type", "hover") and shown:
        arguments: dict[str, Any] = {"element": shown[int(rng.integers(len(shown)))]}
        return Action(
            name=name, arguments=arguments | ({"text": word, "enter": True} if name == "type" else {})
        )
    if name == "stop":
        return Action(name="stop", arguments={"answer": word})
    if name == "go_back":
        return Action(name="go_back")
    return Action(name="scroll", arguments={"direction": ("down", "up")[int(rng.integers(2))]})
