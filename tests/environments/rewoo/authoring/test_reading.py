"""Problems about the encyclopedia."""

from __future__ import annotations

import random
from collections import Counter
from itertools import islice

from agentgym.environments.rewoo.authoring import reading
from agentgym.environments.rewoo.world.plans import read_strictly


def test_several_hops() -> None:
    for problem in islice(reading.multi_hop("dev", random.Random(0)), 20):
        plan = read_strictly(problem.plan)
        assert len(plan.plans) == len(plan.calls) <= 9
        named = [c.input for c in plan.calls if c.tool == "Wikipedia"]
        compared = plan.calls[-1].input.startswith(problem.question)
        assert compared or problem.answer not in named, "the plan does not know what it is to find"
        assert compared or "#E" in named[-1]


def test_halves() -> None:
    said = Counter(p.answer for p in islice(reading.yes_no("train", random.Random(0)), 100))
    assert set(said) == {"Yes", "No"} and min(said.values()) >= 40
    said = Counter(p.answer for p in islice(reading.plausible("train", random.Random(0)), 100))
    assert said == {"plausible": 50, "implausible": 50}


def test_trivia() -> None:
    for problem in islice(reading.trivia("dev", random.Random(0)), 10):
        assert problem.tools == ("Wikipedia", "LLM", "Google") and problem.answer in problem.facts
