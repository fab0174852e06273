"""Names: what the things of a problem are called in the game, and how lists of them are written."""

from __future__ import annotations

from collections import Counter

_UNMANGLE = (("_bar_", "|"), ("_minus_", "-"), ("_plus_", "+"), ("_dot_", "."), ("_comma_", ","))


def enumerate_names(names: list[str]) -> str:
    """Write names as English: ``a bed 1, a desk 1, and a lamp 1``; ``nothing`` for none."""
    if not names:
        return "nothing"
    return join_names([f"a {name}" for name in names])


def join_names(names: list[str]) -> str:
    """Join with commas and a last ``, and ``."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, and {names[-1]}"


def display_names(ids: list[str]) -> dict[str, str]:
    """Number the things of each class: the first in order of the raw id gets the highest number.

    A raw id with ``basin`` in it is called so (``sink|…|sinkbasin`` is a ``sinkbasin``), as upstream does.

    Args:
        ids: raw ids, sorted.
    """
    classes = {}
    for raw in ids:
        head, bar, _ = raw.partition("_bar_")
        if bar:
            classes[raw] = head + ("basin" if "basin" in raw else "")
    left = Counter(classes.values())
    names = {}
    for raw in ids:
        kind = classes.get(raw)
        if kind is None:
            plain = raw
            for mangled, character in _UNMANGLE:
                plain = plain.replace(mangled, character)
            names[raw] = f"{plain} "
        else:
            names[raw] = f"{kind} {left[kind]}"
            left[kind] -= 1
    return names
