"""The expert: what it plays of an item's reference solution."""

from __future__ import annotations

import pytest

from agentgym.environments.operating_system.expert import solve
from agentgym.environments.operating_system.world.item import Item, Match, Script
from agentgym.errors import DataError
from agentgym.sandbox.interface import Result
from agentgym.tasks import Task

PRINTED = Result(exit_code=0, output=" 41\n")


def _played(item: Item, last: Result | None = PRINTED) -> list[tuple[str, str]]:
    actions = solve(Task(id="one", data=item), lambda: last)
    return [(a.name, str(next(iter(a.arguments.values())))) for a in actions]


@pytest.mark.parametrize(
    ("item", "played"),
    [
        (
            Item(description="d", match=Match(answer="7"), commands=["a", "b"]),
            [("bash_action", "a"), ("bash_action", "b"), ("answer_action", "7")],
        ),
        (Item(description="d", match=Match(answer="7")), [("answer_action", "7")]),
        (
            Item(description="d", check=[None, Script(code="x")], example=Script(code="count")),
            [("bash_action", "count"), ("answer_action", "41")],
        ),
        (
            Item(description="d", check=[Script(code="x")], commands=["change"], finishes=True),
            [("bash_action", "change"), ("finish_action", "It is done.")],
        ),
        (
            Item(description="d", check=[None], example=Script(code="change"), finishes=True),
            [("bash_action", "change"), ("finish_action", "It is done.")],
        ),
        (
            Item(
                description="d", match=Match(regex="4."), example=Script(language="python", code="print(41)")
            ),
            [
                ("bash_action", "python3 - <<'END_OF_EXAMPLE'\nprint(41)\nEND_OF_EXAMPLE"),
                ("answer_action", "41"),
            ],
        ),
    ],
)
def test_a_solution_then_its_answer(item: Item, played: list[tuple[str, str]]) -> None:
    assert _played(item) == played


def test_a_solution_that_prints_nothing_is_finished() -> None:
    silent = Result(exit_code=0)
    item = Item(description="d", check=[Script(code="x")], example=Script(code="change"))
    assert _played(item, silent)[-1][0] == "finish_action"
    referring = Item(description="d", check=[None, Script(code="x")], example=Script(code="change"))
    assert _played(referring, silent)[-1] == ("answer_action", "")


def test_an_item_without_a_solution_says_so() -> None:
    with pytest.raises(DataError, match="Task 'one' has no reference solution to play"):
        _played(Item(description="d", check=[Script(code="x")]))
