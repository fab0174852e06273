"""Names of opponents."""

from __future__ import annotations

import pytest

from agentgym.environments.card_game.world import opponents
from agentgym.errors import OptionError, UnknownNameError


@pytest.mark.parametrize("name", opponents.NAMES)
def test_names_stay(name: str) -> None:
    assert opponents.resolved(name) == name and not opponents.is_policy(name)


def test_a_policy_is_logged_without_what_does_not_change_it() -> None:
    spec = "openai:m?temperature=0&base_url=http://localhost:1&name=rival"
    assert opponents.resolved(spec) == "openai:m?temperature=0" and opponents.is_policy(spec)


@pytest.mark.parametrize(
    ("name", "near"), [("basline1", "baseline1"), ("opnai:gpt-4", "openai"), ("", "policy")]
)
def test_unknown_ones_are_told(name: str, near: str) -> None:
    with pytest.raises(UnknownNameError, match=near):
        opponents.resolved(name)


def test_it_must_be_a_text() -> None:
    with pytest.raises(OptionError, match="got int"):
        opponents.resolved(3)  # type: ignore[arg-type]
