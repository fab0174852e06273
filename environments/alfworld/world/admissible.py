"""What can be done in a state: the admissible commands with what they do.

The order of the rules matters where two commands read alike: the first one counts, as upstream.
"""

from __future__ import annotations

from agentgym.environments.alfworld.world.game import Command
from agentgym.environments.alfworld.world.state import State

_BLADES = frozenset({"knifetype", "butterknifetype"})
_STATIONS = (("heat", "heatable", "microwavetype"), ("cool", "coolable", "fridgetype"))


def admissible_commands(state: State) -> dict[str, Command]:
    """Return the admissible commands of a state by their text, unsorted."""
    game, names, held = state.game, state.game.names, state.holding
    commands = dict(game.elsewhere(state.location))
    for receptacle in state.here:
        name = names[receptacle]
        inside = state.contents[receptacle]
        commands.setdefault(f"examine {name}", ("examine", receptacle, ""))
        accessible = True
        if receptacle in game.openable:
            accessible = receptacle in state.opened
            if accessible:
                commands.setdefault(f"close {name}", ("close", receptacle, ""))
            else:
                commands.setdefault(f"open {name}", ("open", receptacle, ""))
        if accessible and held is None:
            for thing in inside:
                if thing in game.static["pickupable"]:
                    commands.setdefault(f"take {names[thing]} from {name}", ("take", thing, receptacle))
        elif accessible and held is not None and game.accepts(receptacle, held):
            commands.setdefault(game.dialect.placing(names[held], name), ("put", held, receptacle))
        for thing in inside:
            if thing in game.static["toggleable"]:
                commands.setdefault(f"use {names[thing]}", ("use", thing, ""))
        if held is not None:
            _add_stations(state, commands, receptacle, held)
    if held is not None:
        commands.setdefault(f"examine {names[held]}", ("inspect", held, ""))
        _add_slicing(state, commands, held)
    return commands


def _add_stations(state: State, commands: dict[str, Command], receptacle: str, held: str) -> None:
    game, name = state.game, state.game.names[receptacle]
    types = game.receptacle_types.get(receptacle, frozenset())
    if held in game.static["cleanable"] and types & game.dialect.cleaning:
        commands.setdefault(f"clean {game.names[held]} with {name}", ("clean", held, receptacle))
    for verb, quality, station in _STATIONS:
        if held in game.static[quality] and station in types:
            commands.setdefault(f"{verb} {game.names[held]} with {name}", (verb, held, receptacle))


def _add_slicing(state: State, commands: dict[str, Command], held: str) -> None:
    game = state.game
    if game.object_types.get(held, frozenset()) & _BLADES:
        for thing, location in state.objects_at:
            if location == state.location and thing in game.static["sliceable"]:
                command = f"slice {game.names[thing]} with {game.names[held]}"
                commands.setdefault(command, ("slice", thing, held))
