"""What the card promises is there."""

from __future__ import annotations

from agentgym import card
from agentgym.environments.card_game.card import CARD
from agentgym.environments.card_game.env import CardGameEnv
from agentgym.tasks import Task


def test_everything_it_names_is_there() -> None:
    assert CardGameEnv.card is CARD and CARD.title == "Digital Card Game" and not CARD.extra
    assert CardGameEnv.group == "held-out"
    assert "two plies" in card.load(CARD.diagnosis)(None, Task(id="x"))
