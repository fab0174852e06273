"""What an action does on a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agentgym.actions import Action
from agentgym.environments.miniwob.world.session import Session
from agentgym.errors import OptionError, UnknownNameError

Move = Callable[[Session, Action], str]
"""Does it, and returns why it could not be done; ``""`` if it was."""


def perform(session: Session, action: Action) -> str:
    """Carry an action out; return why it could not be, or ``""``."""
    return MOVES[action.name, "element" in action.arguments or action.name in _BARE](session, action)


def _where(action: Action) -> Any:
    return action.arguments.get("element", action.arguments.get("xpath"))


def _no_element(where: object) -> str:
    found = f"[{where}]" if isinstance(where, int) else f"at {where}"
    return f"There is no element {found}, or it cannot be seen."


def _click(session: Session, action: Action) -> str:
    point = session.point(_where(action))
    if point is None:
        return _no_element(_where(action))
    session.page.click(*point)
    return ""


def _hover(session: Session, action: Action) -> str:
    point = session.point(_where(action))
    if point is None:
        return _no_element(_where(action))
    session.page.move(*point)
    return ""


def _type(session: Session, action: Action) -> str:
    session.page.type(action["text"])
    return ""


def _fill(session: Session, action: Action) -> str:
    missing = _click(session, action)
    if missing:
        return missing
    led_to = session.ask("fill", action["element"], action["text"])
    if led_to == "no field":
        return f"[{action['element']}] is no field to type into."
    if led_to == "selected":
        if action["text"]:
            session.page.type(action["text"])
        else:
            session.page.press("Backspace")
    return ""


def _option(session: Session, action: Action) -> str:
    chosen = session.ask("choose_path", action["xpath"])
    return "" if chosen else f"There is no option of a list at {action['xpath']}"


def _select(session: Session, action: Action) -> str:
    chosen = session.ask("choose_mark", action["element"], action["option"])
    return "" if chosen else f"[{action['element']}] is no list with the option {action['option']!r}."


def _press(session: Session, action: Action) -> str:
    try:
        session.page.press(action.arguments.get("key") or action["keys"])
    except (OptionError, UnknownNameError) as error:
        return str(error)
    return ""


def _drag(session: Session, action: Action) -> str:
    # Both are scrolled to first, so that the first is looked for again where it is then.
    for number in (action["element"], action["onto"]):
        if session.point(number) is None:
            return _no_element(number)
    start, end = session.point(action["element"]), session.point(action["onto"])
    if start is not None and end is not None:
        session.page.drag(*start, *end)
    return ""


def _scroll(session: Session, action: Action) -> str:
    moved = session.ask("wheel", action.arguments.get("element", 0), action["direction"] == "down")
    return "" if moved else "There is nothing to scroll there."


def _nothing(session: Session, action: Action) -> str:
    return ""


_BARE = ("wait", "done")
MOVES: dict[tuple[str, bool], Move] = {
    ("clickxpath", False): _click,
    ("movemouse", False): _hover,
    ("clickoption", False): _option,
    ("type", False): _type,
    ("press", False): _press,
    ("click", True): _click,
    ("hover", True): _hover,
    ("type", True): _fill,
    ("select", True): _select,
    ("drag", True): _drag,
    ("scroll", True): _scroll,
    ("scroll", False): _scroll,
    ("wait", True): _nothing,
    ("done", True): _nothing,
}
"""By name, and whether it names an element by number (or nothing at all)."""
