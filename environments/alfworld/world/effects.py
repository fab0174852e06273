"""What a command does and what the game says to it: :data:`EFFECTS`, one function each.

An effect takes the state and the command's two raw ids; it changes the state and returns the feedback.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from agentgym.environments.alfworld.world.game import FLAGS
from agentgym.environments.alfworld.world.names import enumerate_names, join_names
from agentgym.environments.alfworld.world.state import State

Effect = Callable[[State, str, str], str]

HELP = """Available commands:
  look:                             look around your current location
  inventory:                        check your current inventory
  go to (receptacle):               move to a receptacle
  open (receptacle):                open a receptacle
  close (receptacle):               close a receptacle
  take (object) from (receptacle):  take an object from a receptacle
  move (object) to (receptacle):  place an object in or on a receptacle
  examine (something):              examine a receptacle or an object
  use (object):                     use an object
  heat (object) with (receptacle):  heat an object using a receptacle
  clean (object) with (receptacle): clean an object using a receptacle
  cool (object) with (receptacle):  cool an object using a receptacle
  slice (object) with (object):     slice an object using a sharp object
"""
"""The game's own help text, part of what a model may read."""


def surroundings(state: State, elsewhere: str) -> str:
    """Return what ``look`` says; ``elsewhere`` is what is seen from the middle of the room."""
    here = state.here
    if not here:
        return f"You are in the middle of a room. Looking quickly around you, you see {elsewhere}."
    names = state.game.names
    floor: list[str] = []
    if state.taken_from:
        # Upstream lists what was once taken from a receptacle here and lies here again, in another.
        near = sorted(o for o, location in state.objects_at if location == state.location)
        floor = [names[o] for o in near for r in here if (o, r) in state.taken_from]
    facing = join_names([names[r] for r in here])
    return f"You are facing the {facing}. Next to it, you see {enumerate_names(floor)}."


def _look(state: State, _: str, __: str) -> str:
    return surroundings(state, "nothing")


def _inventory(state: State, _: str, __: str) -> str:
    if state.holding is None:
        return "You are not carrying anything."
    return f"You are carrying: a {state.game.names[state.holding]}."


def _help(_: State, __: str, ___: str) -> str:
    return HELP


def _examine(state: State, receptacle: str, _: str) -> str:
    name = state.game.names[receptacle]
    openable = receptacle in state.game.openable
    if openable and receptacle not in state.opened:
        return f"The {name} is closed."
    seen = enumerate_names([state.game.names[o] for o in sorted(state.contents[receptacle])])
    return f"The {name} is open. In it, you see {seen}." if openable else f"On the {name}, you see {seen}."


def _inspect(state: State, thing: str, _: str) -> str:
    game, name = state.game, state.game.names[thing]
    if thing in game.containers:
        inside = enumerate_names([game.names[o] for o in game.nested.get(thing, ())])
        return f"This is a normal {name}. In it, you see {inside}."
    clean, hot, cool, sliced, toggled = (thing in state.flags[f] for f in FLAGS)
    temperature = "hot" if hot else "cool" if cool else ""
    if sliced and (temperature or clean):
        return f"This is a {' and '.join(w for w in (temperature, clean and 'clean') if w)} sliced {name}."
    if clean and temperature:
        return f"This is a {temperature} and clean {name}."
    if hot or clean or cool:
        return f"This is a {'hot' if hot else 'clean' if clean else 'cold'} {name}."
    if toggled and thing in game.static["toggleable"]:
        return f"This {name} is on."
    if sliced and thing in game.static["sliceable"]:
        return f"This is a sliced {name}."
    return f"There's nothing special about {name}."


def _goto(state: State, receptacle: str, location: str) -> str:
    state.location = location
    there = location if state.game.dialect.arrives_at_location else receptacle
    return f"You arrive at {state.game.names[there]}. {_examine(state, receptacle, '')}"


def _open(state: State, receptacle: str, _: str) -> str:
    state.opened = state.opened | {receptacle}
    return f"You open the {state.game.names[receptacle]}. {_examine(state, receptacle, '')}"


def _close(state: State, receptacle: str, _: str) -> str:
    state.opened = state.opened - {receptacle}
    return f"You close the {state.game.names[receptacle]}."


def _take(state: State, thing: str, receptacle: str) -> str:
    state.contents[receptacle] = state.contents[receptacle] - {thing}
    state.taken_from = state.taken_from | {(thing, receptacle)}
    state.objects_at = state.objects_at - {(thing, state.location)}
    state.holding = thing
    return f"You pick up the {state.game.names[thing]} from the {state.game.names[receptacle]}."


def _put(state: State, thing: str, receptacle: str) -> str:
    state.contents[receptacle] = state.contents[receptacle] | {thing}
    state.taken_from = state.taken_from - {(thing, receptacle)}
    state.objects_at = state.objects_at | {(thing, state.location)}
    state.holding = None
    dialect, names = state.game.dialect, state.game.names
    return f"You {dialect.verb} the {names[thing]} {dialect.joint} the {names[receptacle]}."


def _use(state: State, thing: str, _: str) -> str:
    state.flag("istoggled", thing)
    return f"You turn on the {state.game.names[thing]}."


def _clean(state: State, thing: str, receptacle: str) -> str:
    state.flag("isclean", thing)
    return f"You clean the {state.game.names[thing]} using the {state.game.names[receptacle]}."


def _heat(state: State, thing: str, receptacle: str) -> str:
    state.flag("ishot", thing, unset="iscool")
    return f"You heat the {state.game.names[thing]} using the {state.game.names[receptacle]}."


def _cool(state: State, thing: str, receptacle: str) -> str:
    state.flag("iscool", thing, unset="ishot")
    return f"You cool the {state.game.names[thing]} using the {state.game.names[receptacle]}."


def _slice(state: State, thing: str, blade: str) -> str:
    state.flag("issliced", thing)
    return f"You sliced the {state.game.names[thing]} with the {state.game.names[blade]}."


EFFECTS: Mapping[str, Effect] = {
    "look": _look,
    "inventory": _inventory,
    "help": _help,
    "examine": _examine,
    "inspect": _inspect,
    "goto": _goto,
    "open": _open,
    "close": _close,
    "take": _take,
    "put": _put,
    "use": _use,
    "clean": _clean,
    "heat": _heat,
    "cool": _cool,
    "slice": _slice,
}
"""Effects by the name that an admissible command gives; ``inspect`` is ``examine`` of the thing in the hand."""

QUIET = frozenset({"look", "inventory", "help", "examine", "inspect"})
"""Effects that change nothing."""
