"""Questions and their hops."""

from __future__ import annotations

from agentgym.tools.encyclopedia.questions import Hop, Question


def test_facts_are_the_sentences_of_the_hops() -> None:
    hops = (
        Hop("N", "", -1, "", ""),
        Hop("N (a)", "word", 2, "What?", "that"),
        Hop("M", "", 0, "Which?", "it", 1),
    )
    question = Question(id="x-0", level="hard", type="bridge", form="f", question="?", answer="it", hops=hops)
    assert question.facts == [("N (a)", 2), ("M", 0)]
