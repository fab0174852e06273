"""Word overlap: the valid action that a command of AgentTuning's harness is taken for."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

ROOMS = (
    "hallway", "greenhouse", "green house", "kitchen", "bathroom", "outside", "workshop", "art studio", "foundry",
    "bedroom", "living room",
)  # fmt: skip
_FOCUS_WORDS = re.compile(r"\b(?:focus|on|in|to)\b", re.IGNORECASE)
_OTHER = re.compile(r"[^A-Za-z0-9 ]+")


def acceptable(valid: Sequence[str], look: str, inventory: str, recent: Collection[str]) -> list[str]:
    """Return the actions that a command may be taken for, by length and then by text.

    Doors may be opened whatever the simulator lists; other actions with doors, and a focus on the agent, the air, a
    room, or something that is neither seen nor carried, may not be taken.

    Args:
        valid: the simulator's list.
        look: what is seen in the room.
        inventory: what is carried.
        recent: the last records of the episode; an action that is one of them is left out.
    """
    doors = {f"open door to {room}" for room in ROOMS}
    refused = {f"focus on {thing}" for thing in ("agent", "air", *ROOMS)} | set(recent)
    around = f"{look} {inventory.lower()}"
    kept = [a for a in ({*valid} | doors) - refused if _passes(a, around)]
    return sorted(kept, key=lambda action: (len(action), action))


def repaired(command: str, among: Sequence[str]) -> str:
    """Return the command itself where it is among these actions, else the first with most words in common.

    What is taken instead loses every sign that is neither letter, digit nor blank, and so does a command that has
    no word in common with any: the harness does it.
    """
    plain = command.replace("green house", "greenhouse").strip()
    if plain in among:
        return plain
    words, best, most = {*command.split(" ")}, command, 0
    for action in among:
        common = len(words & {*action.split(" ")})
        if common > most:
            best, most = action, common
    return _OTHER.sub("", best)


def _passes(action: str, around: str) -> bool:
    if "door" in action and "open" not in action:
        return False
    if not action.startswith("focus on"):
        return True
    return all(word in around for word in _FOCUS_WORDS.sub("", action).split(" "))
