"""The card of KG."""

from __future__ import annotations

from click import Group

from agentgym.card import load
from agentgym.environments.knowledge_graph.card import CARD
from agentgym.environments.knowledge_graph.env import KGEnv


def test_what_it_names_exists() -> None:
    assert KGEnv.card is CARD and CARD.calls_functions
    group = load(CARD.commands)
    assert isinstance(group, Group) and sorted(group.commands) == ["build", "query", "show"]
