"""The solved example of each page: the expert's episode with a seed of no split, played when it is first needed."""

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


OF_ANOTHER = dict.fromkeys(
    (
        "click-button-sequence",
        "click-collapsible",
        "click-dialog",
        "click-test",
        "click-test-2",
        "focus-text",
    ),
    "click-link",
)
"""Pages with one solution for all seeds, and the page whose example they have: a copy of their own would solve them."""


class Kind(NamedTuple):
    """What an example depends on."""

    page: str
    space: Space
    mode: Mode
    milliseconds: int
    data_mode: str


class Examples:
    """Examples by kind, each made once in a process."""

    def __init__(self) -> None:
        self._made: dict[Kind, Example] = {}
        self._lock = threading.Lock()

    def get(self, kind: Kind, session: Session) -> Example:
        """Return an example; empty for a page that there is no expert of.

        Args:
            kind: what it is of; pages of :data:`OF_ANOTHER` have another page's.
            session: the page; it is used if the example is its own and is not there yet.
        """
        kind = kind._replace(page=OF_ANOTHER.get(kind.page, kind.page))
        with self._lock:
            made = self._made.get(kind)
        if made is None:
            made = _played(kind, session) if kind.page in SOLUTIONS else ()
            with self._lock:
                self._made[kind] = made
        return made


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
    state = session.begin(EXAMPLE, kind.mode, data_mode=kind.data_mode, limited=False)
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
