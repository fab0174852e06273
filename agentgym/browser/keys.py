"""Keys by name, as Chromium's input events and WebDriver know them."""

from __future__ import annotations

from typing import NamedTuple

from agentgym.errors import OptionError, unknown_name


class Key(NamedTuple):
    """One key: its name in events, its Windows key code, the text that it types, WebDriver's character for it."""

    name: str
    code: int
    text: str
    webdriver: str


_NAMED = {
    key.name.lower(): key
    for key in (
        Key("Enter", 13, "\r", "\ue007"),
        Key("Tab", 9, "", "\ue004"),
        Key("Backspace", 8, "", "\ue003"),
        Key("Delete", 46, "", "\ue017"),
        Key("Escape", 27, "", "\ue00c"),
        Key("ArrowLeft", 37, "", "\ue012"),
        Key("ArrowUp", 38, "", "\ue013"),
        Key("ArrowRight", 39, "", "\ue014"),
        Key("ArrowDown", 40, "", "\ue015"),
        Key("PageUp", 33, "", "\ue00e"),
        Key("PageDown", 34, "", "\ue00f"),
        Key("End", 35, "", "\ue010"),
        Key("Home", 36, "", "\ue011"),
        Key("Insert", 45, "", "\ue016"),
        Key("Control", 17, "", "\ue009"),
        Key("Alt", 18, "", "\ue00a"),
        Key("Shift", 16, "", "\ue008"),
        Key("Meta", 91, "", "\ue03d"),
        *(Key(f"F{n}", 111 + n, "", chr(0xE030 + n)) for n in range(1, 13)),
    )
}
_NAMED |= {"ctrl": _NAMED["control"], "cmd": _NAMED["meta"], "esc": _NAMED["escape"], "del": _NAMED["delete"]}
_NAMED |= {"space": Key(" ", 32, " ", " "), "return": _NAMED["enter"]}
_NAMED |= {way: _NAMED[f"arrow{way}"] for way in ("left", "up", "right", "down")}

MODIFIERS = {"Alt": 1, "Control": 2, "Meta": 4, "Shift": 8}
"""Bits of the keys that are held, in DevTools events."""

EDITING = {"a": "selectAll", "c": "copy", "v": "paste", "x": "cut", "z": "undo", "y": "redo"}
"""Editing commands of Control and a letter, which Chromium asks its window system for: there is none here."""


def key(name: str) -> Key:
    """Return a key by name or by its one character.

    Raises:
        UnknownNameError: there is none.
    """
    found = _NAMED.get(name.lower())
    if found is not None:
        return found
    if len(name) != 1:
        raise unknown_name("key", name, sorted({k.name for k in _NAMED.values()}))
    return Key(name, ord(name.upper()) if name.isascii() and name.isalnum() else 0, name, name)


def combination(keys: str) -> tuple[list[Key], Key]:
    """Return the held keys and the last one of ``Control+Shift+A``; ``+`` alone is the plus key.

    Raises:
        UnknownNameError: one of them is none.
        OptionError: something that cannot be held is.
    """
    names = keys.split("+") if keys != "+" and not keys.endswith("++") else [*keys[:-1].split("+")[:-1], "+"]
    *held, last = [key(name.strip() or name) for name in names]
    for one in held:
        if one.name not in MODIFIERS:
            raise OptionError(f"{keys!r}: {one.name} cannot be held; these can: {', '.join(MODIFIERS)}.")
    if held and len(last.name) == 1 and last.name.isalpha():
        shifted = any(one.name == "Shift" for one in held)
        last = key(last.name.upper() if shifted else last.name.lower())
    return held, last


def typed_by_key(character: str) -> bool:
    """Whether a keyboard types a character with one key; others are inserted."""
    return character in "\n\t" or (character.isascii() and character.isprintable())
