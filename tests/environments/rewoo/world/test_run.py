"""Carrying a plan out."""

from __future__ import annotations

from agentgym.environments.rewoo.world.plans import NO_EVIDENCE, read_strictly
from agentgym.environments.rewoo.world.run import Asked, PlanRun

PLAN = read_strictly(
    "Plan: a\n#E1 = Wikipedia[X]\nPlan: b\n#E2 = LLM[q #E1]\nPlan: c\n#E3 = Calculator[#E2]\nPlan: d\n#E4 = [x]"
)


def test_calls_are_handed_out_and_answered_in_turn() -> None:
    run = PlanRun(
        PLAN, {"Wikipedia": lambda x: f"about {x}"}, {"LLM": "worker", "Calculator": "translator"}, longest=12
    )
    assert run.advance() == Asked("worker", "#E2", "q [about X]")
    run.answer("a long answer of many words")
    assert run.advance() == Asked("translator", "#E3", "[a long answ"), "inputs are cut, too"
    run.answer("7")
    assert run.advance() is None
    assert run.evidence == {"#E1": "about X", "#E2": "a long answ" + "e", "#E3": "7", "#E4": NO_EVIDENCE[:12]}
    assert (run.calls, run.questions) == (1, 2)
