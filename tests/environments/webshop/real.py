"""The official 1,000-product catalogue, where it is at hand."""

from __future__ import annotations

from agentgym.environments.webshop import tasks
from agentgym.environments.webshop.world.catalogue import Catalogue
from tests.shared_data import shared


def catalogue() -> Catalogue:
    """Return it, or skip the test."""
    return tasks.shop(shared("webshop"))
