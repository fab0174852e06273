"""How nodes are written."""

from __future__ import annotations

from agentgym.environments.mind2web.world.markup import describe


def test_attributes_are_short_and_without_what_says_nothing() -> None:
    assert (
        describe({"class": "A b a-very-long-class-name c", "role": "NONE", "title": "http://x.y"}) == "a b c"
    )
    assert (
        describe({"value": "one two three four five six", "name": "q", "title": "q"})
        == "q one two three four five"
    )
    assert describe({"href": "somewhere", "id": "x"}) == ""
