"""Random calls."""

from __future__ import annotations

import numpy as np

from agentgym.environments.knowledge_graph.protocol import TOOLS
from agentgym.environments.knowledge_graph.world.random_calls import random_call
from agentgym.environments.knowledge_graph.world.toolkit import ANSWER, ToolError, Toolkit
from tests.environments.knowledge_graph.samples import MUSIC, ONTOLOGY, QUESTION


def test_arguments_exist_and_answers_come_once_in_a_while() -> None:
    toolkit, rng = Toolkit(MUSIC.episode(), ONTOLOGY, QUESTION.entities), np.random.default_rng(0)
    done = answers = 0
    for _ in range(2_000):
        call = random_call(toolkit, TOOLS, rng)
        if call.name == ANSWER:
            assert toolkit.variable(call["variable"]) is not None
            answers += 1
            continue
        try:
            toolkit.call(call.name, *call.arguments.values())
            done += 1
        except ToolError:
            pass
        del toolkit.variables[5:]
    assert 120 < answers < 280 and done > 500


def test_the_same_seed_draws_the_same() -> None:
    drawn = [
        [
            random_call(
                Toolkit(MUSIC.episode(), ONTOLOGY, QUESTION.entities), TOOLS, np.random.default_rng(seed)
            )
            for seed in range(20)
        ]
        for _ in range(2)
    ]
    assert drawn[0] == drawn[1]
