"""A teacher of ALFWorld that sees what a model sees, and no more.

The environment's expert knows where everything lies. A model that imitates it learns to guess, as nothing in the
conversation tells it the place. This teacher looks for things: through the receptacles in the order in which the room
lists them, opening what is closed.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from agentgym.messages import Message
from agentgym.policy import Request

_TASK = re.compile(
    r"(?:(?:put|find) (?P<many>two) |put a (?P<state>clean|hot|cool) |(?P<verb>clean|heat|cool) some "
    r"|put some |put a |find some )"
    r"(?P<thing>\w+)(?: and put (?:it|them))? (?:in|on) (?P<place>\w+)\."
)
_LIT = re.compile(r"(?:examine the|look at) (\w+) (?:with the|under the) desklamp\.")
_TREAT = {"hot": "heat", "clean": "clean", "cool": "cool", "heat": "heat"}
_STATION = {"clean": "sinkbasin", "heat": "microwave", "cool": "fridge"}
_NEVER = ("coffeemachine", "toaster", "stoveburner", "towelholder", "handtowelholder", "toiletpaperhanger")
"""Where things that are asked for hardly lie; looked through last."""
_NAME = re.compile(r"\b([a-z]+ \d+)\b")


class Goal(NamedTuple):
    """What a task asks for: how many of which thing, treated how, brought where; or seen under a lamp."""

    thing: str
    place: str
    number: int = 1
    treatment: str = ""
    lit: bool = False


def goal_of(text: str) -> Goal | None:
    """Read the task off the first observation; ``None`` where it is worded as none that is known."""
    task = text.rpartition("Your task is to: ")[2]
    if lit := _LIT.search(task):
        return Goal(lit[1], "", lit=True)
    found = _TASK.search(task)
    if found is None:
        return None
    treatment = _TREAT[found["state"] or found["verb"]] if found["state"] or found["verb"] else ""
    return Goal(found["thing"], found["place"], 2 if found["many"] else 1, treatment)


class Memory:
    """What an episode has shown so far.

    Attributes:
        places: receptacles, in the order in which the room lists them.
        seen: what was last seen in each receptacle that was looked into.
        closed: receptacles that were found closed.
        here: where the agent stands; empty at first.
        held: what it carries; empty for nothing.
        treated, lit: the thing carried was treated; a lamp is on.
        delivered: things that were put down at their place.
    """

    def __init__(self, room: str) -> None:
        self.places = _NAME.findall(room.partition("you see")[2].partition("Your task is to")[0])
        self.seen: dict[str, list[str]] = {}
        self.closed: set[str] = set()
        self.here = self.held = ""
        self.treated = self.lit = False
        self.delivered: list[str] = []

    def note(self, command: str, answer: str) -> None:
        """Take in a command and what it led to."""
        verb, _, rest = command.partition(" ")
        if "Nothing happens" in answer:
            return
        if verb == "go":
            self.here = rest.removeprefix("to ")
        if verb in ("go", "open"):
            if f"{self.here} is closed" in answer:
                self.closed.add(self.here)
            else:
                self.closed.discard(self.here)
                self.seen[self.here] = _NAME.findall(answer.partition("you see")[2])
        elif verb == "close":
            self.closed.add(self.here)
        elif verb == "take":
            self.held, self.treated = rest.partition(" from ")[0], False
            self.seen.get(self.here, []).remove(self.held)
        elif verb == "put":
            self.seen.setdefault(self.here, []).append(self.held)
            self.held = ""
        elif verb in _STATION:
            self.treated = True
        elif verb == "use":
            self.lit = True


def act(request: Request) -> str:
    """Answer with the next command: ``scripted:agentgym.benchmarks.agenttuning_small.alfworld_teacher:act``."""
    return f"ACTION: {_command(request.messages)}"


def _command(messages: list[Message]) -> str:
    first = max(i for i, m in enumerate(messages) if "Your task is to: " in m["content"])
    room = messages[first]["content"]
    goal = goal_of(room)
    if goal is None:
        return "look"
    memory = Memory(room)
    for said, answer in zip(messages[first + 1 :: 2], messages[first + 2 :: 2], strict=False):
        memory.note(said["content"].rpartition("ACTION: ")[2].strip(), answer["content"])
    return _next(goal, memory)


def _next(goal: Goal, memory: Memory) -> str:
    here, held = memory.here, memory.held
    if held and not held.startswith(f"{goal.thing} "):  # Picked up by mistake.
        return f"put {held} in/on {here}" if here not in memory.closed else f"open {here}"
    if not held:
        return _find(goal.thing, memory, past=goal.place)
    if goal.lit:
        lamp = next((t for t in memory.seen.get(here, []) if t.startswith("desklamp ")), "")
        return f"use {lamp}" if lamp else _look(memory, "desklamp")
    if goal.treatment and not memory.treated:
        station = next(p for p in memory.places if p.startswith(_STATION[goal.treatment]))
        return f"{goal.treatment} {held} with {station}" if here == station else f"go to {station}"
    place = next(p for p in memory.places if p.startswith(f"{goal.place} "))
    if goal.number == 2:  # Both belong in the same one.
        place = next(
            (p for p in memory.places if p.startswith(f"{goal.place} ") and _has(memory, p, goal.thing)),
            place,
        )
    if here != place:
        return f"go to {place}"
    return f"open {here}" if here in memory.closed else f"put {held} in/on {here}"


def _find(thing: str, memory: Memory, past: str) -> str:
    """Return the command that brings a thing nearer; what lies at its place already (``past``) stays there."""
    for place in [memory.here, *memory.places]:
        if place.startswith(f"{past} ") and past:
            continue
        found = _has(memory, place, thing)
        if found:
            return f"take {found} from {place}" if place == memory.here else f"go to {place}"
    return _look(memory, thing)


def _look(memory: Memory, thing: str) -> str:
    here = memory.here
    if here in memory.closed:
        return f"open {here}"
    known = next((p for p in memory.places if _has(memory, p, thing)), "")
    if known:
        return f"go to {known}"
    unseen = [p for p in memory.places if p not in memory.seen]
    if not unseen:
        return "look"
    return f"go to {min(unseen, key=lambda p: p.split()[0] in _NEVER)}"


def _has(memory: Memory, place: str, thing: str) -> str:
    return next((t for t in memory.seen.get(place, []) if t.startswith(f"{thing} ")), "")
