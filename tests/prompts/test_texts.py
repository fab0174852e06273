"""Templates, openings and fingerprints."""

from __future__ import annotations

import pytest

from agentgym.errors import DataError
from agentgym.messages import assistant, user
from agentgym.prompts import Texts, fill
from agentgym.prompts.texts import fingerprint, turns


def test_what_is_filled_in_is_never_a_hole() -> None:
    assert fill("{a}{b}{c} {d e} {}", a="{b}", b=[1], z=0) == "{b}[1]{c} {d e} {}"


def test_an_opening_is_that_of_the_kind_or_of_all() -> None:
    one, other = [user("one")], [user("other")]
    assert Texts().opening("x") is None
    assert Texts(openings={"": one, "x": other}).opening("x") == other
    assert Texts(openings={"": one, "x": other}).opening("y") == one
    with pytest.raises(DataError, match="kind 'y', only for x"):
        Texts(openings={"x": other}).opening("y")


def test_turns_alternate() -> None:
    assert turns(["a", "b", "c"]) == [user("a"), assistant("b"), user("c")]


def test_a_fingerprint_is_over_roles_and_contents() -> None:
    assert fingerprint([user("a"), assistant("ä")]) == fingerprint([user("a"), assistant("ä", loss=True)])
    assert fingerprint([user("a")]) != fingerprint([assistant("a")])
    # The SHA-256 of [["user","a"]].
    assert fingerprint([user("a")]) == "593757134f0028f9"
