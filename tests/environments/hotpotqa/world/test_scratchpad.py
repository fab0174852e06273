"""The paper's one text."""

from __future__ import annotations

from agentgym.environments.hotpotqa.world.scratchpad import Scratchpad


def test_it_grows_line_by_line() -> None:
    pad = Scratchpad("Question: q")
    assert pad.prompt() == "Question: q\nThought 1:"
    pad.add("I see.")
    assert pad.prompt() == "Question: q\nThought 1: I see.\nAction 1:"
    pad.add("Search[x]")
    pad.observe("one\ntwo")
    assert pad.prompt() == (
        "Question: q\nThought 1: I see.\nAction 1: Search[x]\nObservation 1: onetwo\nThought 2:"
    )
    pad.add("")
    assert pad.prompt().endswith("\nThought 2: \nAction 2:")
