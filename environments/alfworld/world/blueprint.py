"""``Blueprint``: an embedded game, compactly, as the store holds it."""

from __future__ import annotations

import msgspec


class Blueprint(msgspec.Struct, frozen=True, array_like=True, cache_hash=True):
    """A generated game; hashable, so that parsed games can be kept by it.

    Attributes:
        id: stable id, ``split/kind-number``.
        kind: task type.
        room: kind of room.
        layout: number of the room layout.
        furniture: (class, raw position, location) of each receptacle.
        things: (class, raw position, number of the receptacle).
        start: where the agent begins.
        target, destination: classes of the goal; the destination is the lamp for ``look_at_obj_in_light``.
        phrase: number of the goal sentence's wording.
        walkthrough: commands that win the game (``move`` dialect).
    """

    id: str
    kind: str
    room: str
    layout: int
    furniture: tuple[tuple[str, str, str], ...]
    things: tuple[tuple[str, str, int], ...]
    start: str
    target: str
    destination: str
    phrase: int
    walkthrough: tuple[str, ...] = ()
