"""The solved example before an episode: the expert's episode of the same page, with a seed of no split.

A copy of it must not solve the task. So the example's actions are played on the episode's page first, and where they
earn something the next of a few examples is taken; pages with one solution for all seeds have another page's.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import NamedTuple

from agentgym.actions import Action
from agentgym.environments.miniwob import expert, protocol
from agentgym.environments.miniwob.protocol import Space
from agentgym.environments.miniwob.tasks import EXAMPLE
from agentgym.environments.miniwob.world import moves
from agentgym.environments.miniwob.world.gold import SOLUTIONS
from agentgym.environments.miniwob.world.session import Mode, Session, State
from agentgym.environments.miniwob.world.tabs import TABS

Example = tuple[tuple[str, Action], ...]

CANDIDATES = 4
"""Examples of a page that are tried; the last resort is another page's."""
MOST_TURNS = 20
"""Turns after which a copy of an example has solved nothing: the profiles' limit."""
_SETTLED = 3
"""Turns in which nothing changes after which nothing will."""
_OTHER, _OTHER_S = "click-link", "click-button"
OF_ANOTHER = dict.fromkeys(
    (
        "click-button-sequence",
        "click-collapsible",
        "click-dialog",
        "click-test",
        "click-test-2",
        "focus-text",
    ),
    _OTHER,
)
"""Pages with one solution for all seeds, and the page whose example they have: a copy of their own would solve them."""


class Kind(NamedTuple):
    """What an example depends on."""

    page: str
    space: Space
    mode: Mode
    milliseconds: int
    data_mode: str
    seed: int = EXAMPLE


class Examples:
    """Examples by kind, each made once in a process."""

    def __init__(self) -> None:
        self._made: dict[Kind, Example] = {}
        self._lock = threading.Lock()

    def fitting(self, kind: Kind, session: Session, seed: int) -> Example:
        """Return an example whose copy earns nothing with a seed; empty for a page that there is no expert of.

        Args:
            kind: what it is of.
            session: the page; examples are played on it, and tried.
            seed: of the episode that is to begin.
        """
        if kind.page not in SOLUTIONS:
            return ()
        candidates = [kind._replace(seed=EXAMPLE + n) for n in range(CANDIDATES)]
        if kind.page in OF_ANOTHER:
            candidates = []
        candidates.append(kind._replace(page=_OTHER if kind.page != _OTHER else _OTHER_S))
        for candidate in candidates:
            example = self.get(candidate, session)
            if not earns(example, kind, session, seed):
                return example
        return ()

    def get(self, kind: Kind, session: Session) -> Example:
        """Return an example.

        Args:
            kind: what it is of.
            session: a page; it is used if the example is its own and is not there yet.
        """
        with self._lock:
            made = self._made.get(kind)
        if made is None:
            made = _played(kind, session)
            with self._lock:
                self._made[kind] = made
        return made


def earns(example: Example, kind: Kind, session: Session, seed: int) -> bool:
    """Whether a copy of an example earns anything with a seed: its actions in their order, then the last for ever."""
    state = session.begin(seed, kind.mode, data_mode=kind.data_mode, limited=False)
    idle = 0
    for turn in range(MOST_TURNS):
        moves.perform(session, example[min(turn, len(example) - 1)][1])
        before, state = state.page, session.go_on(kind.milliseconds, kind.mode)
        if state.done:
            return state.raw > 0
        idle = idle + 1 if turn >= len(example) and state.page == before else 0
        if idle == _SETTLED:
            return False
    return False


def _played(kind: Kind, session: Session) -> Example:
    if kind.page == session.name:
        return play(kind, session)
    other = TABS.get().lend(session.driver, kind.page)
    try:
        made = play(kind, other)
    except BaseException:
        TABS.get().give_back(other, well=False)
        raise
    TABS.get().give_back(other)
    return made


def play(kind: Kind, session: Session) -> Example:
    """Play the expert's episode of the example's seed and return what was seen and done."""
    state = session.begin(kind.seed, kind.mode, data_mode=kind.data_mode, limited=False)
    return tuple(_turns(kind, session, state, lambda s: protocol.shown(s.page, task=s.utterance)))


def _turns(
    kind: Kind, session: Session, state: State, first: Callable[[State], str]
) -> Iterator[tuple[str, Action]]:
    seen = first(state)
    for action in expert.actions(session, state, kind.space):
        yield seen, action
        note = moves.perform(session, action)
        seen = protocol.shown(session.go_on(kind.milliseconds, kind.mode).page, note=note)


EXAMPLES = Examples()
"""Those of this process."""
