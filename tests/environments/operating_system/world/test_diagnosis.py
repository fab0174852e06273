"""Why a reference solution fails, told from a machine that answers as it is told to."""

from __future__ import annotations

import gymnasium as gym
import pytest

from agentgym.environments.operating_system.env import OSEnv
from agentgym.environments.operating_system.world import diagnosis
from agentgym.environments.operating_system.world.item import Item, Script
from agentgym.sandbox.interface import Result
from agentgym.tasks import Task
from tests.environments.operating_system.playing import ENV, PretendedMachine, sandboxed


def _item(code: str = "solve") -> Item:
    return Item(
        description="d",
        check=[None, Script(code="judge", file="check/a.py")],
        example=Script(code=code),
    )


@pytest.mark.parametrize(
    ("item", "results", "reason"),
    [
        (
            Item(description="d", check=[Script(file="check/0.sh", missing="/scripts")]),
            {},
            "needs the script check/0.sh, which is not there",
        ),
        (Item(description="d", check=[Script(code="judge")]), {}, "has no reference solution"),
        (_item("apt-get -y install sudo"), {}, "needs a network: 'apt-get -y install'"),
        (
            _item(),
            {"solve": Result(exit_code=127, errors="bash: jq: command not found")},
            "needs jq, which the image lacks",
        ),
        (
            _item(),
            {"solve": Result(exit_code=0, output="3\n"), "judge": Result(exit_code=1)},
            "its solution prints '3', which check/a.py never takes for right",
        ),
        (_item(), {}, "not known"),
    ],
)
def test_reasons(item: Item, results: dict[str, Result], reason: str) -> None:
    assert diagnosis.why(PretendedMachine(results), item) == reason


def test_a_solution_that_changes_what_it_asks_about() -> None:
    class Counting(PretendedMachine):
        def call(self, op: str, grace: float, **fields: object) -> dict[str, object]:
            self.results = {"solve": Result(exit_code=0, output=str(len(self.asked)))}
            return super().call(op, grace, **fields)

    assert (
        diagnosis.why(Counting(), _item())
        == "its solution changes what it asks about: it prints '0', then '1'"
    )


@sandboxed
def test_the_card_leads_here() -> None:
    env = gym.make(ENV).unwrapped
    assert isinstance(env, OSEnv)
    task = Task(
        id="one",
        data=Item(description="d", check=[None, Script(code="exit 1")], example=Script(code="echo 3")),
    )
    assert diagnosis.explain(env, task) == "its solution prints '3', which its check never takes for right"
    env.close()
