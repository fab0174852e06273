"""The state of an episode and its rules: a few sets over one shared :class:`Game`."""

from __future__ import annotations

from agentgym.environments.alfworld.game import FLAGS, Action, Game, enumerate_names, join_names

NOTHING = "Nothing happens."
"""What the game says to a command that is not admissible."""

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

_BLADES = frozenset({"knifetype", "butterknifetype"})
_QUIET = frozenset({"look", "inventory", "help", "examine", "inspect"})
_STATIONS = (("heat", "heatable", "microwavetype"), ("cool", "coolable", "fridgetype"))


class State:
    """One episode of a game.

    Attributes:
        location: where the agent is.
        holding: the object in its hand, or ``None``.
        contents: objects in each receptacle.
        opened: open receptacles.
        flags: objects by changed property (``isclean`` …).
        won: whether the goal is reached.
    """

    __slots__ = (
        "_commands",
        "_removed",
        "contents",
        "flags",
        "game",
        "holding",
        "location",
        "objects_at",
        "opened",
        "won",
    )

    def __init__(self, game: Game) -> None:
        self.game = game
        self.location = game.start
        self.holding = game.held
        self.contents = dict(game.contents)
        self.opened = game.opened
        self.objects_at = game.objects_at
        self.flags = game.flags
        self._removed: frozenset[tuple[str, str]] = frozenset()
        self._commands: dict[str, Action] | None = None
        self.won = all(goal.met(self) for goal in game.goal)

    # Sets are replaced, never mutated: a fresh state shares the game's, and copying a state is free.

    def intro(self) -> str:
        """Return the first observation."""
        return f"-= Welcome to TextWorld, ALFRED! =-\n\n{self._look(self.game.overview)}\n\n{self.game.task}"

    def copy(self) -> State:
        """Return an independent copy; used by the solver."""
        twin = State.__new__(State)
        for name in State.__slots__:
            setattr(twin, name, getattr(self, name))
        twin.contents = dict(self.contents)
        return twin

    def commands(self) -> dict[str, Action]:
        """Return the admissible commands with what they do."""
        if self._commands is None:
            self._commands = self._admissible()
        return self._commands

    def admissible(self) -> list[str]:
        """Return the admissible commands, sorted."""
        return sorted(self.commands())

    def step(self, command: str) -> str:
        """Carry a command out and return the feedback; :data:`NOTHING` if it is not admissible."""
        action = self.commands().get(command.strip())
        if action is None:
            return NOTHING
        kind = action[0]
        feedback: str = getattr(self, f"_{kind}_")(action[1], action[2])
        if kind not in _QUIET:
            self._commands = None
            self.won = all(goal.met(self) for goal in self.game.goal)
        return feedback

    # ---- admissible commands --------------------------------------------------------------------

    def _admissible(self) -> dict[str, Action]:
        game, names, held = self.game, self.game.names, self.holding
        commands = dict(game.elsewhere(self.location))
        for receptacle in game.receptacles_at.get(self.location, ()):
            name = names[receptacle]
            inside = self.contents[receptacle]
            commands.setdefault(f"examine {name}", ("examine", receptacle, ""))
            accessible = True
            if receptacle in game.openable:
                accessible = receptacle in self.opened
                if accessible:
                    commands.setdefault(f"close {name}", ("close", receptacle, ""))
                else:
                    commands.setdefault(f"open {name}", ("open", receptacle, ""))
            if accessible and held is None:
                for thing in inside:
                    if thing in game.static["pickupable"]:
                        commands.setdefault(f"take {names[thing]} from {name}", ("take", thing, receptacle))
            elif accessible and held is not None and game.accepts(receptacle, held):
                put = f"{game.dialect.verb} {names[held]} {game.dialect.joint} {name}"
                commands.setdefault(put, ("put", held, receptacle))
            for thing in inside:
                if thing in game.static["toggleable"]:
                    commands.setdefault(f"use {names[thing]}", ("use", thing, ""))
            if held is not None:
                self._add_stations(commands, receptacle, held)
        if held is not None:
            commands.setdefault(f"examine {names[held]}", ("inspect", held, ""))
            self._add_slicing(commands, held)
        return commands

    def _add_stations(self, commands: dict[str, Action], receptacle: str, held: str) -> None:
        game, name = self.game, self.game.names[receptacle]
        types = game.receptacle_types.get(receptacle, frozenset())
        if held in game.static["cleanable"] and types & game.dialect.cleaning:
            commands.setdefault(f"clean {game.names[held]} with {name}", ("clean", held, receptacle))
        for verb, quality, station in _STATIONS:
            if held in game.static[quality] and station in types:
                commands.setdefault(f"{verb} {game.names[held]} with {name}", (verb, held, receptacle))

    def _add_slicing(self, commands: dict[str, Action], held: str) -> None:
        game = self.game
        if game.object_types.get(held, frozenset()) & _BLADES:
            for thing, location in self.objects_at:
                if location == self.location and thing in game.static["sliceable"]:
                    command = f"slice {game.names[thing]} with {game.names[held]}"
                    commands.setdefault(command, ("slice", thing, held))

    # ---- what a command does, one method a kind -------------------------------------------------

    def _look_(self, _: str, __: str) -> str:
        return self._look("nothing")

    def _inventory_(self, _: str, __: str) -> str:
        if self.holding is None:
            return "You are not carrying anything."
        return f"You are carrying: a {self.game.names[self.holding]}."

    def _help_(self, _: str, __: str) -> str:
        return HELP

    def _examine_(self, receptacle: str, _: str) -> str:
        name = self.game.names[receptacle]
        openable = receptacle in self.game.openable
        if openable and receptacle not in self.opened:
            return f"The {name} is closed."
        seen = enumerate_names([self.game.names[o] for o in sorted(self.contents[receptacle])])
        return (
            f"The {name} is open. In it, you see {seen}." if openable else f"On the {name}, you see {seen}."
        )

    def _inspect_(self, thing: str, _: str) -> str:
        game, name = self.game, self.game.names[thing]
        if thing in game.containers:
            inside = enumerate_names([game.names[o] for o in game.nested.get(thing, ())])
            return f"This is a normal {name}. In it, you see {inside}."
        clean, hot, cool, sliced, toggled = (thing in self.flags[f] for f in FLAGS)
        temperature = "hot" if hot else "cool" if cool else ""
        if sliced and (temperature or clean):
            return (
                f"This is a {' and '.join(w for w in (temperature, clean and 'clean') if w)} sliced {name}."
            )
        if clean and temperature:
            return f"This is a {temperature} and clean {name}."
        if hot or clean or cool:
            return f"This is a {'hot' if hot else 'clean' if clean else 'cold'} {name}."
        if thing in game.static["toggleable"]:
            return f"This {name} is on." if toggled else f"There's nothing special about {name}."
        if sliced and thing in game.static["sliceable"]:
            return f"This is a sliced {name}."
        return f"There's nothing special about {name}."

    def _goto_(self, receptacle: str, location: str) -> str:
        self.location = location
        there = location if self.game.dialect.arrives_at_location else receptacle
        return f"You arrive at {self.game.names[there]}. {self._examine_(receptacle, '')}"

    def _open_(self, receptacle: str, _: str) -> str:
        self.opened = self.opened | {receptacle}
        return f"You open the {self.game.names[receptacle]}. {self._examine_(receptacle, '')}"

    def _close_(self, receptacle: str, _: str) -> str:
        self.opened = self.opened - {receptacle}
        return f"You close the {self.game.names[receptacle]}."

    def _take_(self, thing: str, receptacle: str) -> str:
        self.contents[receptacle] = self.contents[receptacle] - {thing}
        self._removed = self._removed | {(thing, receptacle)}
        self.objects_at = self.objects_at - {(thing, self.location)}
        self.holding = thing
        return f"You pick up the {self.game.names[thing]} from the {self.game.names[receptacle]}."

    def _put_(self, thing: str, receptacle: str) -> str:
        self.contents[receptacle] = self.contents[receptacle] | {thing}
        self._removed = self._removed - {(thing, receptacle)}
        self.objects_at = self.objects_at | {(thing, self.location)}
        self.holding = None
        dialect, names = self.game.dialect, self.game.names
        joint = "to" if dialect.verb == "move" else dialect.joint
        return f"You {dialect.verb} the {names[thing]} {joint} the {names[receptacle]}."

    def _use_(self, thing: str, _: str) -> str:
        self._flag("istoggled", thing)
        return f"You turn on the {self.game.names[thing]}."

    def _clean_(self, thing: str, receptacle: str) -> str:
        self._flag("isclean", thing)
        return f"You clean the {self.game.names[thing]} using the {self.game.names[receptacle]}."

    def _heat_(self, thing: str, receptacle: str) -> str:
        self._flag("ishot", thing, unset="iscool")
        return f"You heat the {self.game.names[thing]} using the {self.game.names[receptacle]}."

    def _cool_(self, thing: str, receptacle: str) -> str:
        self._flag("iscool", thing, unset="ishot")
        return f"You cool the {self.game.names[thing]} using the {self.game.names[receptacle]}."

    def _slice_(self, thing: str, blade: str) -> str:
        self._flag("issliced", thing)
        return f"You sliced the {self.game.names[thing]} with the {self.game.names[blade]}."

    def _flag(self, flag: str, thing: str, *, unset: str = "") -> None:
        self.flags = {**self.flags, flag: self.flags[flag] | {thing}}
        if unset:
            self.flags[unset] = self.flags[unset] - {thing}

    def _look(self, elsewhere: str) -> str:
        here = self.game.receptacles_at.get(self.location)
        if not here:
            return f"You are in the middle of a room. Looking quickly around you, you see {elsewhere}."
        names = self.game.names
        floor: list[str] = []
        if self._removed:
            # Upstream lists what was once taken from a receptacle here and lies here again, in another.
            near = sorted(o for o, location in self.objects_at if location == self.location)
            floor = [names[o] for o in near for r in here if (o, r) in self._removed]
        facing = join_names([names[r] for r in here])
        return f"You are facing the {facing}. Next to it, you see {enumerate_names(floor)}."
