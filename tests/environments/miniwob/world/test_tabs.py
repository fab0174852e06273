"""Which tabs are lent, kept and closed."""

from __future__ import annotations

from typing import Any, cast

from agentgym.environments.miniwob.world.session import Session
from agentgym.environments.miniwob.world.tabs import Tabs


class Fake:
    """A session without a page."""

    def __init__(self, driver: str, name: str) -> None:
        self.driver, self.name, self.episodes, self.well, self.closed = driver, name, 0, True, False

    def close(self) -> None:
        self.closed = True


def tabs(**options: int) -> Tabs:
    return Tabs(cast(Any, Fake), **options)


def test_a_tab_waits_for_its_page_and_driver() -> None:
    kept = tabs()
    first = kept.lend("devtools", "a")
    kept.give_back(first)
    assert kept.lend("devtools", "b") is not first and kept.lend("selenium", "a") is not first
    assert kept.lend("devtools", "a") is first and kept.lend("devtools", "a") is not first


def test_what_is_not_well_too_old_or_too_many_is_closed() -> None:
    kept = tabs(most_waiting=1, most_episodes=2)
    broken, old, first, second = (cast(Session, kept.lend("devtools", n)) for n in "abcd")
    kept.give_back(broken, well=False)
    old.episodes = 2
    for one in (old, first, second):
        kept.give_back(one)
    assert [cast(Any, s).closed for s in (broken, old, first, second)] == [True, True, True, False]
    cast(Any, second).well = False
    assert kept.lend("devtools", "d") is not second and cast(Any, second).closed
    kept.give_back(kept.lend("devtools", "e"))
    kept.close()
