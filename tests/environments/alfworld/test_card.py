"""The card: what commands ask about ALFWorld."""

from __future__ import annotations

import click

from agentgym.card import load
from agentgym.environments.alfworld.card import CARD
from agentgym.environments.alfworld.env import ALFWorldEnv


def test_the_card_names_what_there_is() -> None:
    assert ALFWorldEnv.card is CARD
    assert isinstance(load(CARD.commands), click.Group)
