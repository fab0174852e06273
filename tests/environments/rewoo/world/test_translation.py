"""Translated calculations."""

from __future__ import annotations

import json

import pytest

from agentgym.environments.rewoo.world.translation import evaluated
from agentgym.tools.calculator.expressions import NotComputable
from tests.shared_data import shared

GOLDEN = {
    "```text\n3*4\n```": "12",
    "  ```text 3*4 ```\nAnswer: 9": "12",
    "Answer: 9": "9",
    "So. Answer: 9": "9",
    "Answer: 1 Answer: 2": "1  2",
    "9": None,
    "```\n3*4\n```": None,
    "well ```text\n3*4\n```": None,
    "```text\n3*4": None,
    "```text\nx\n```": None,
    "": None,
}


@pytest.mark.parametrize("reply", GOLDEN)
def test_values(reply: str) -> None:
    wanted = GOLDEN[reply]
    if wanted is None:
        with pytest.raises(NotComputable):
            evaluated(reply)
    else:
        assert evaluated(reply) == wanted


def test_the_recorded_vectors() -> None:
    vectors = json.loads(shared("rewoo/vectors.json").read_text())["calculator_outputs"]
    assert len(vectors) == 11
    for v in vectors:
        try:
            got = evaluated(v["llm_output"])
        except NotComputable:
            got = None
        assert got == v["result"], v
