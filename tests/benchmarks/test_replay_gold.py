"""Gold solutions are replayed; the environment's own diagnosis explains what fails."""

from __future__ import annotations

from typing import ClassVar

import pytest
from click.testing import CliRunner

import agentgym
from agentgym.benchmarks.replay_gold import main
from agentgym.card import Card
from agentgym.profile import Profile
from tests.contract.guess import Guess


class Wrong(Guess):
    """Whose expert is wrong about one task."""

    profiles: ClassVar[dict[str, Profile]] = {"default": Profile(name="default", shots=0, max_steps=1)}

    def gold(self, task):  # type: ignore[no-untyped-def]
        for action in super().gold(task):
            if task.data == 3:
                action.arguments["n"] = 4
            yield action


def diagnosis(env: Guess, task: object) -> str:
    env.reset(seed=0, options={"task": task})
    return "the solution is one too high"


def test_a_wrong_solution_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    agentgym.register("Test/Wrong-v0", "tests.benchmarks.test_replay_gold:Wrong")
    done = CliRunner().invoke(main, ["Test/Wrong-v0", "--split", "test"])
    assert done.exit_code == 1 and "8 of 9 reach reward 1" in done.output
    assert "test-3: " in done.output
    monkeypatch.setattr(Wrong, "card", Card(diagnosis="tests.benchmarks.test_replay_gold:diagnosis"))
    done = CliRunner().invoke(main, ["Test/Wrong-v0", "--split", "test"])
    assert "test-3: the solution is one too high" in done.output


def test_right_solutions_are_no_failure() -> None:
    done = CliRunner().invoke(main, ["Test/Guess-v0", "--split", "test", "--tasks", "2"])
    assert done.exit_code == 0 and "2 of 2 reach reward 1" in done.output
