"""What is done in the recorded games besides winning them: what commands drawn at random hardly ever bring about."""

from __future__ import annotations

from agentgym.environments.alfworld.expert import solve
from agentgym.environments.alfworld.world.fast_engine import FastEngine
from agentgym.environments.alfworld.world.game import Game

_BLADES = frozenset({"knifetype", "butterknifetype"})
_STATIONS = (("sinkbasintype", "clean"), ("microwavetype", "heat"), ("fridgetype", "cool"))

_OPPOSITE = {
    "clean": ("", ""),
    "heat": ("fridgetype", "cool"),
    "cool": ("microwavetype", "heat"),
}
"""Station and verb of the treatment that undoes one; nothing makes a thing dirty again."""


def excursions(game: Game) -> list[str]:
    """Return commands that nearly win the game, win it, and then do everything else once."""
    walk = Walk(game)
    walk.nearly_win()
    walk.put_down()
    walk.slice()
    walk.look_into_containers()
    walk.pass_on()
    walk.light()
    return walk.commands


class Walk:
    """Commands as they come about, with the state that they lead to."""

    def __init__(self, game: Game) -> None:
        self.game = game
        self.engine = FastEngine()
        self.engine.start(game)
        self.state = self.engine.state
        self.commands: list[str] = []

    def do(self, *commands: str) -> None:
        self.commands += commands
        for command in commands:
            self.engine.step(command)

    def nearly_win(self) -> None:
        """Deliver without the treatment, with the opposite one after it, and as it should be."""
        solved = solve(self.game)
        assert solved is not None, "The game has no walkthrough."
        treatment = next((c for c in solved if c.startswith(tuple(_OPPOSITE))), None)
        if treatment is None:
            self.do(*solved)
            return
        self.do(*[c for c in solved if c != treatment])
        thing, place = self._placed(solved[-1])
        verb, station = treatment.split(" ", 1)[0], treatment.partition(" with ")[2]
        for spoil in (True, False):
            self.do(f"take {thing} from {place}", f"go to {station}", treatment)
            if spoil:
                self.treat(thing, *_OPPOSITE[verb])
            self.do(f"go to {place}", f"open {place}", solved[-1])

    def _placed(self, command: str) -> tuple[str, str]:
        dialect = self.game.dialect
        thing, _, place = command.removeprefix(f"{dialect.verb} ").partition(f" {dialect.joint} ")
        return thing, place

    def go(self, receptacle: str) -> None:
        self.do(f"go to {self.game.names[receptacle]}")
        self.do(
            f"open {self.game.names[receptacle]}"
        )  # Nothing happens where it is open, or cannot be opened.

    def take(self, thing: str) -> str:
        """Fetch a thing; return the receptacle that it lay in."""
        source = next(r for r, inside in sorted(self.state.contents.items()) if thing in inside)
        self.go(source)
        self.do(f"take {self.game.names[thing]} from {self.game.names[source]}")
        return source

    def put(self, thing: str, receptacle: str) -> None:
        self.do(self.game.dialect.placing(self.game.names[thing], self.game.names[receptacle]))

    def put_down(self) -> None:
        held = self.state.holding
        home = next((r for r, _ in self.game.placed if held and self.game.accepts(r, held)), None)
        if held and home:
            self.go(home)
            self.put(held, home)

    def lying(self, *, flag: str = "", kinds: frozenset[str] = frozenset()) -> list[str]:
        """Return the things that lie somewhere and have a property, or are of one of some kinds."""
        inside = sorted({thing for things in self.state.contents.values() for thing in things})
        return [t for t in inside if t in self.game.static.get(flag, ()) or self.game.object_types[t] & kinds]

    def treat(self, thing: str, station: str, verb: str) -> None:
        for receptacle, types in sorted(self.game.receptacle_types.items()):
            if station in types:
                self.go(receptacle)
                self.do(f"{verb} {thing} with {self.game.names[receptacle]}", f"examine {thing}")

    def slice(self) -> None:
        """Slice something, take it, look at it, and treat it in every way."""
        blades, food = self.lying(kinds=_BLADES), self.lying(flag="sliceable")
        if not blades or not food:
            return
        home = self.take(blades[0])
        source = next(r for r, inside in sorted(self.state.contents.items()) if food[0] in inside)
        self.go(source)
        self.do(f"slice {self.game.names[food[0]]} with {self.game.names[blades[0]]}")
        self.go(home)
        self.put(blades[0], home)
        self.take(food[0])
        self.do(f"examine {self.game.names[food[0]]}")
        for station, verb in _STATIONS:
            self.treat(self.game.names[food[0]], station, verb)
        self.go(source)
        self.put(food[0], source)

    def look_into_containers(self) -> None:
        """Take what holds most, and look into it."""
        full = sorted(self.game.nested, key=lambda t: (-len(self.game.nested[t]), t))
        for container in [t for t in full if t in self.lying(flag="pickupable")][:2]:
            source = self.take(container)
            self.do(f"examine {self.game.names[container]}")
            self.put(container, source)

    def pass_on(self) -> None:
        """Move two things from one receptacle to another at the same place, and look around."""
        for here in self.game.receptacles_at.values():
            for source in here:
                for target in here:
                    things = [
                        t for t in sorted(self.state.contents[source])
                        if source != target and t in self.game.static["pickupable"] and self.game.accepts(target, t)
                    ]  # fmt: skip
                    if len(things) >= 2:
                        self.go(target)
                        for thing in things[:3]:
                            self.take(thing)
                            self.put(thing, target)
                            self.do("look")
                        return

    def light(self) -> None:
        """Go to a lamp in a closed receptacle, and use it there."""
        for lamp in self.lying(flag="toggleable"):
            source = next(r for r, inside in sorted(self.state.contents.items()) if lamp in inside)
            self.do(f"go to {self.game.names[source]}", f"close {self.game.names[source]}")
            self.do(f"use {self.game.names[lamp]}")
