"""The card: what it names exists."""

from __future__ import annotations

import click

from agentgym import card
from agentgym.environments.database.env import DatabaseEnv


def test_what_the_card_names_exists() -> None:
    assert DatabaseEnv.card.extra == "database" and DatabaseEnv.card.title
    assert isinstance(card.load(DatabaseEnv.card.commands), click.Group)
