"""The solved examples of the opening."""

from __future__ import annotations

from agentgym.environments.mind2web.demonstration import demonstrations


def test_the_demonstrations_are_three_and_show_a_none() -> None:
    shown = demonstrations("multichoice")
    assert len(shown) == 3 and [a["element"] == "A" for _, a in shown].count(True) == 1
    letters = [a["element"] for _, a in shown]
    assert len(set(letters)) == 3
    assert all(a.thought and "A. None of the above" in text for text, a in shown)
    assert all("id=" in text for text, _ in demonstrations("element"))
