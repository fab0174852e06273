from __future__ import annotations

from typing import Any, cast

from agentgym.actions import Action
from agentgym.environments.webarena.protocol import PROFILES, WebArenaProfile
from agentgym.environments.webarena.world.stops import Stops
from agentgym.status import Status


def act(name: str, **arguments: Any) -> Action:
    return Action(name=name, arguments=arguments)


def stops() -> Stops:
    return Stops(cast(WebArenaProfile, PROFILES["paper"]))


def test_three_equal_actions_in_a_row_end_an_episode() -> None:
    rule = stops()
    assert [rule.took(act("click", element=3)) for _ in range(3)] == [None, None, Status.REPETITION]
    rule = stops()
    done = [
        act("click", element=3),
        act("click", element=4),
        act("click", element=3),
        act("click", element=3),
    ]
    assert [rule.took(action) for action in done] == [None] * 4


def test_typing_into_one_field_counts_in_all_whatever_is_typed() -> None:
    rule = stops()
    for text in ("a", "b"):
        assert rule.took(act("type", element=3, text=text)) is None
        assert rule.took(act("scroll", direction="down")) is None
    assert rule.took(act("type", element=3, text="c")) is Status.REPETITION


def test_three_failures_in_a_row_end_an_episode() -> None:
    rule = stops()
    assert [rule.failed(), rule.failed(), rule.took(act("go_back")), rule.failed(), rule.failed()] == [
        None
    ] * 5
    assert rule.failed() is Status.INVALID_FORMAT
