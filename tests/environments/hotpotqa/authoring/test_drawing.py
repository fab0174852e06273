"""Candidates."""

from __future__ import annotations

import random
from itertools import islice

from agentgym.environments.hotpotqa.authoring.drawing import draws, end
from agentgym.environments.hotpotqa.authoring.templates import TEMPLATES, Chain, Comparison, Same
from agentgym.environments.hotpotqa.authoring.things import World


def test_candidates_are_of_the_right_sort(both: list[World]) -> None:
    world = both[0]
    for template in TEMPLATES:
        found = list(islice(draws(world, template, random.Random(1)), 30))
        assert found and found == list(islice(draws(world, template, random.Random(1)), 30)), template
        assert all(len(ids) == (1 if isinstance(template, Chain) else 2) for ids in found)
        assert all(len(set(ids)) == len(ids) for ids in found)
        if isinstance(template, Comparison | Same):
            assert all(world.things[i].kind == template.source for ids in found for i in ids)
        if isinstance(template, Same):
            same = [
                len({str(end(world, world.things[i], template.relations)) for i in ids}) == 1 for ids in found
            ]
            assert sum(same) >= 10 and not all(same)
