"""What the card promises is there."""

from __future__ import annotations

import click

from agentgym import card
from agentgym.environments.mind2web.card import CARD
from agentgym.environments.mind2web.env import Mind2WebEnv


def test_everything_it_names_is_there() -> None:
    assert Mind2WebEnv.card is CARD and (CARD.extra, CARD.official) == ("mind2web", "AGENTGYM_MIND2WEB")
    group = card.load(CARD.commands)
    assert isinstance(group, click.Group) and set(group.commands) == {"record", "recall", "scores"}
