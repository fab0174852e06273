"""The card: what it names exists."""

from __future__ import annotations

import click

from agentgym import card
from agentgym.environments.operating_system.env import OSEnv


def test_what_the_card_names_exists() -> None:
    assert OSEnv.card.sandboxed and OSEnv.card.title
    assert isinstance(card.load(OSEnv.card.commands), click.Group)
    assert callable(card.load(OSEnv.card.diagnosis))
