"""Proving plans."""

from __future__ import annotations

import pytest

from agentgym.environments.rewoo.authoring.steps import Unproven, plan_of, prove, run
from tests.environments.rewoo.playing import problem

PLAN = plan_of(("Read.", "Wikipedia", "Germany"), ("Read out.", "LLM", "Capital? #E1"))


def test_a_plan_that_leads_to_its_answer() -> None:
    given = problem(plan=PLAN, replies={"#E2": "Berlin"}, facts=("Berlin",))
    assert prove(given, {}) is given and run(given, {})["#E2"] == "Berlin"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"replies": {}}, "no reply"),
        ({"replies": {"#E2": "Rome"}}, "last evidence"),
        ({"facts": ("Rome",)}, "lacks a fact"),
        ({"plan": plan_of(("Read.", "Wikipedia", "Nowhere at all"))}, "Could not find"),
        ({"plan": plan_of(("Count.", "Calculator", "two"))}, "could not evaluate"),
    ],
)
def test_plans_that_do_not(changes: dict[str, object], why: str) -> None:
    fields: dict[str, object] = {"plan": PLAN, "replies": {"#E2": "Berlin"}, "facts": ("Berlin",)}
    with pytest.raises(Unproven, match=why):
        prove(problem(**(fields | changes)), {})
