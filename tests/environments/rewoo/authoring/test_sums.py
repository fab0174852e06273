"""Word problems."""

from __future__ import annotations

import random

from agentgym.environments.rewoo.authoring.steps import Unproven
from agentgym.environments.rewoo.authoring.stories import STORIES
from agentgym.environments.rewoo.authoring.sums import draw, drawn


def test_every_template_makes_problems() -> None:
    rng = random.Random(0)
    assert len(STORIES) == 20
    for story in STORIES:
        made = 0
        for _ in range(20):
            try:
                problem = draw(story, rng)
            except Unproven:
                continue
            made += 1
            assert "{" not in problem.question + problem.plan and float(problem.answer) >= 0
        assert made > 3, story.text


def test_numbers() -> None:
    values = drawn("a=2..4 b=10..30/10 c=a*b+1", random.Random(1))
    assert (
        values["a"] in (2, 3, 4)
        and values["b"] in (10, 20, 30)
        and values["c"] == values["a"] * values["b"] + 1
    )
