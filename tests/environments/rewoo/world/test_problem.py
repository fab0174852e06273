"""Problems."""

from __future__ import annotations

import msgspec

from agentgym.environments.rewoo.world.problem import Problem
from tests.environments.rewoo.playing import problem


def test_they_are_kept_whole() -> None:
    given = problem(replies={"#E1": "x"}, aliases=("y",))
    assert msgspec.json.decode(msgspec.json.encode(given), type=Problem) == given
