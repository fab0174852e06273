"""The expert: a page's solution in the actions of either space."""

from __future__ import annotations

from collections.abc import Iterator

from agentgym.actions import Action
from agentgym.environments.miniwob.protocol import Space
from agentgym.environments.miniwob.world.gold import SOLUTIONS
from agentgym.environments.miniwob.world.gold.reading import Choose, Click, Hover, Move, Press, Reading, Write
from agentgym.environments.miniwob.world.session import Session, State
from agentgym.errors import EpisodeError


def actions(session: Session, state: State, space: Space) -> Iterator[Action]:
    """Yield the actions that solve the page; each is to be taken before the next is asked for.

    Raises:
        EpisodeError: there is no solution of this page.
    """
    solution = SOLUTIONS.get(session.name)
    if solution is None:
        raise EpisodeError(
            f"There is no expert for the page {session.name} of MiniWoB++; there is one for {len(SOLUTIONS)} others."
        )
    for move in solution(Reading(session, state.utterance, state.fields)):
        yield from _by_path(move) if space == "paper" else _by_number(session, move)


def _by_path(move: Move) -> Iterator[Action]:
    if isinstance(move, Click):
        yield Action(name="clickxpath", arguments={"xpath": move.path})
    elif isinstance(move, Hover):
        yield Action(name="movemouse", arguments={"xpath": move.path})
    elif isinstance(move, Choose):
        yield Action(name="clickoption", arguments={"xpath": move.path})
    elif isinstance(move, Press):
        yield Action(name="press", arguments={"key": move.key})
    else:
        yield Action(name="clickxpath", arguments={"xpath": move.path})
        text = move.text
        if move.date:
            # A click lands in any part of the field: to the first one, then the digits alone.
            for _ in range(2):
                yield Action(name="press", arguments={"key": "arrowleft"})
            text = "".join(c for c in text if c.isalnum())
        yield Action(name="type", arguments={"text": text})


def _by_number(session: Session, move: Move) -> Iterator[Action]:
    if isinstance(move, Press):
        yield Action(name="press", arguments={"keys": move.key.capitalize()})
        return
    number = session.ask("number_of", move.path)
    if isinstance(move, Write):
        yield Action(name="type", arguments={"element": number, "text": move.text})
    elif isinstance(move, Choose):
        text = session.script("path => __miniwob.find(path).textContent.trim()", move.path)
        into = session.script("path => __miniwob.path_of(__miniwob.find(path).closest('select'))", move.path)
        yield Action(name="select", arguments={"element": session.ask("number_of", into), "option": text})
    else:
        name = "hover" if isinstance(move, Hover) else "click"
        yield Action(name=name, arguments={"element": number})
