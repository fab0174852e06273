"""What ships is what is made."""

from __future__ import annotations

from agentgym.environments.rewoo.authoring.make import make
from agentgym.environments.rewoo.tasks import store


def test_it_makes_what_ships() -> None:
    assert make() == store()
