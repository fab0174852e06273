"""Schemas: their kinds, and drawing them."""

from __future__ import annotations

import random
from itertools import pairwise

from agentgym.environments.knowledge_graph.authoring.lexicon import STEPS
from agentgym.environments.knowledge_graph.authoring.schema import ontology
from agentgym.environments.knowledge_graph.authoring.schemas import Schema, Schemas


def test_the_kind_of_a_question_is_its_shape() -> None:
    step = STEPS[0]
    assert Schema(((step, step),)).shape == "chain-2"
    assert Schema(((step,), (step,))).shape == "intersection"
    assert Schema(((step,),), "count").shape == "count-1"
    assert Schema(((step,), (step,)), "max:x").shape == "superlative-intersection"
    assert Schema(((step,),)).relations == {r for r in step.path if ":" not in r}


def test_drawn_schemas_fit_together() -> None:
    drawn = Schemas(ontology(), random.Random(0)).draw(100)
    assert len(set(drawn)) == len(drawn) == 100
    reverse = ontology().reverse
    for schema in drawn:
        assert len({chain[-1].target for chain in schema.chains}) == 1
        for chain in schema.chains:
            for before, after in pairwise(chain):
                assert before.target == after.source
                assert not {reverse[r] for r in after.path if ":" not in r} & set(before.path)
