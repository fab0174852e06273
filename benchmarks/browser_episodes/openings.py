"""What a seed of MiniWoB++ begins with, on a fresh tab and on one that has played other seeds.

By the expert, where there is one, and by random actions; for all pages, in both observations.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from agentgym.actions import Action
from agentgym.environments.miniwob import expert
from agentgym.environments.miniwob.world import moves, pages
from agentgym.environments.miniwob.world.gold import SOLUTIONS
from agentgym.environments.miniwob.world.session import MODES, Mode, Session

_LOOKED_AT = (1, 5)
"""Seeds whose openings are compared."""
_BEFORE = range(4)
"""Seeds that are played in between: the first and the third by the expert, where there is one."""


def names() -> tuple[str, ...]:
    """Return the pages."""
    return pages.names()


def opening(session: Session, seed: int, mode: Mode) -> str:
    """Return what a seed begins with."""
    state = session.begin(seed, mode, data_mode="train", limited=False)
    return f"{state.utterance}\n{state.page}"


def drawn(session: Session, rng: random.Random) -> Action | None:
    """Draw an action on an element; ``None`` where there is none."""
    count = session.ask("everything")[0]
    if not count:
        return None
    element, kind = rng.randint(1, count), rng.random()
    if kind < 0.6:
        return Action(name="click", arguments={"element": element})
    if kind < 0.75:
        return Action(name="hover", arguments={"element": element})
    if kind < 0.9:
        return Action(name="type", arguments={"element": element, "text": "abc"})
    return Action(name="drag", arguments={"element": element, "onto": rng.randint(1, count)})


def _random_actions(session: Session, rng: random.Random) -> Iterator[Action]:
    for _ in range(6):
        action = drawn(session, rng)
        if action is None:
            return
        yield action


def kept_of(name: str) -> str:
    """Return what of other episodes is left in a page's openings: the first line that differs; empty if nothing is."""
    wanted: dict[tuple[int, Mode], str] = {}
    for seed in _LOOKED_AT:
        for mode in MODES:
            session = Session("devtools", name)
            wanted[seed, mode] = opening(session, seed, mode)
            session.close()
    session, rng = Session("devtools", name), random.Random(name)
    try:
        for seed in _BEFORE:
            state = session.begin(seed, "accessibility", data_mode="train", limited=False)
            known = name in SOLUTIONS and seed % 2 == 0
            played = expert.actions(session, state, "element") if known else _random_actions(session, rng)
            for action in played:
                moves.perform(session, action)
                if session.go_on(1000, "accessibility").done:
                    break
        for (seed, mode), fresh in wanted.items():
            now = opening(session, seed, mode)
            if now != fresh:
                pairs = zip(fresh.splitlines(), now.splitlines(), strict=False)
                return next((f"{a!r} / {b!r}" for a, b in pairs if a != b), "another length")
    finally:
        session.close()
    return ""
