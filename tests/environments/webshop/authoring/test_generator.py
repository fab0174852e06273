"""The generator makes what ships."""

from __future__ import annotations

from agentgym.environments.webshop import tasks
from agentgym.environments.webshop.authoring.generator import make_goals, make_items


def test_the_generator_still_makes_what_is_stored() -> None:
    items, attributes = make_items()
    stored = tasks.store()
    assert (items, attributes) == (stored.items, stored.attributes)
    assert make_goals(items, attributes) == stored.instructions


def test_another_seed_makes_another_catalogue() -> None:
    assert make_items(1)[0] != make_items(0)[0]
