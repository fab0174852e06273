"""What an environment answers with."""

from __future__ import annotations

import pytest

from agentgym.errors import EnvironmentFailure
from agentgym.outcome import Outcome


class E:
    """Has hooks."""

    def begin(self) -> object:
        """Begin."""

    def perform(self) -> object:
        """Perform."""


def test_a_text_is_an_ordinary_observation() -> None:
    assert Outcome.of("hello", E().perform) == Outcome(observation="hello")
    whole = Outcome(observation="", reward=1.0, terminated=True)
    assert Outcome.of(whole, E().perform) is whole


@pytest.mark.parametrize("value", [None, 1, ("a", "b"), {"observation": "a"}])
def test_anything_else_is_told_with_the_hooks_name(value: object) -> None:
    with pytest.raises(EnvironmentFailure, match=r"E\.begin must return a str or an Outcome, it returned"):
        Outcome.of(value, E().begin)


def test_an_observation_is_a_plain_text() -> None:
    class Piece(str):
        """What a parser of pages gives."""

    for value in (Piece("a"), Outcome(observation=Piece("a"))):
        assert type(Outcome.of(value, E().perform).observation) is str
    with pytest.raises(EnvironmentFailure, match="an Outcome whose observation is a str"):
        Outcome.of(Outcome(observation=None), E().perform)  # type: ignore[arg-type]
