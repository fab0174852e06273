"""What hooks return and classes declare: one clear sentence where it is something else."""

from __future__ import annotations

from typing import Any

import pytest

from agentgym.actions import Action, Tool
from agentgym.errors import EnvironmentFailure
from agentgym.profile import Profile
from agentgym.returns import action, declared, expert, returned, solved, wrong


class Owner:
    """Stands for an environment."""


ACTION = Action(name="look")


def test_what_fits_is_given_back_as_it_is() -> None:
    pairs = [("seen", ACTION)]
    assert returned(Owner(), "instruction", "text", str, "a str") == "text"
    assert solved(Owner(), pairs) is pairs and solved(Owner(), ()) == ()
    assert action(Owner(), "gold", ACTION) is ACTION and list(expert(Owner(), [ACTION])) == [ACTION]


@pytest.mark.parametrize(
    ("owner", "value", "said"),
    [
        (
            Owner(),
            None,
            r"Owner\.perform must return a str, it returned NoneType \(is a `return` missing\?\)",
        ),
        (Owner, 7, r"Owner\.perform must return a str, it returned int: 7"),
    ],
)
def test_what_does_not_is_said_with_what_was_expected(owner: object, value: object, said: str) -> None:
    with pytest.raises(EnvironmentFailure, match=said):
        returned(owner, "perform", value, str, "a str")
    assert len(str(wrong("perform", "a str", "x" * 500))) < 200, "a long value is cut"


NO_PAIRS: list[Any] = [
    None, [ACTION], [("seen",)], [("seen", "look")], [(1, ACTION)], [("seen", ACTION, 1)], [["seen", ACTION]]
]  # fmt: skip


@pytest.mark.parametrize("example", NO_PAIRS)
def test_a_demonstration_is_pairs_of_a_text_and_an_action(example: Any) -> None:
    with pytest.raises(
        EnvironmentFailure, match=r"Owner\.demonstration must return a sequence of \(str, Action\)"
    ):
        solved(Owner(), example)


@pytest.mark.parametrize("actions", [None, 3])
def test_an_expert_can_be_iterated_over(actions: object) -> None:
    with pytest.raises(EnvironmentFailure, match=r"Owner\.gold must return an iterator of Action"):
        expert(Owner(), actions)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("profiles", {}), ("profiles", {"a": Profile(name="b")}), ("tools", Tool(name="t", description="")),
        ("splits", ()), ("splits", ["train"]), ("incidental", {"x": 1}), ("execution", "gpu"), ("card", "a card"),
    ],
)  # fmt: skip
def test_what_a_class_says_of_itself_is_checked_when_it_is_defined(name: str, value: object) -> None:
    with pytest.raises(EnvironmentFailure, match=rf"Odd\.{name} must be "):
        declared(type("Odd", (), {name: value}))
    declared(type("Odd", (), {name: property(lambda self: value)}))
