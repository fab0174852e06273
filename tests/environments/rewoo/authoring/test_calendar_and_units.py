"""Dates and units."""

from __future__ import annotations

import random

from agentgym.environments.rewoo.authoring.calendar_and_units import TEMPLATES


def test_every_template_makes_problems() -> None:
    for template in TEMPLATES:
        made = [template(random.Random(n)) for n in range(8)]
        assert all(p.answer and "{" not in p.question for p in made)
        assert len({p.question for p in made}) > 4
