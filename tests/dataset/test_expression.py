"""The filter language."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentgym.dataset.expression import Filter, Kind
from agentgym.errors import OptionError

KINDS: dict[str, Kind] = {
    "reward": "number", "env": "text", "steps": "number", "success": "truth", "metrics.*": "number", "kind": "text",
}  # fmt: skip


def keeps(text: str, **fields: Any) -> bool:
    return Filter(text, KINDS)({k.replace("__", "."): v for k, v in fields.items()})


@pytest.mark.parametrize(
    ("text", "fields", "kept"),
    [
        ("reward == 1 and env != 'Mind2Web' or reward >= 2/3", {"reward": 1.0, "env": "OS"}, True),
        ("reward == 1 and env != 'Mind2Web' or reward >= 2/3", {"reward": 2 / 3, "env": "Mind2Web"}, True),
        ("reward == 1 and env != 'Mind2Web' or reward >= 2/3", {"reward": 0.5, "env": "Mind2Web"}, False),
        ("reward >= 2/3", {"reward": 1 / 3 + 1 / 3}, True),
        ("reward >= 0.3", {"reward": 0.1 + 0.2 - 1e-12}, True),
        ("not success", {"success": False}, True),
        ("not (success or steps > 3)", {"success": False, "steps": 3}, True),
        ("2 < steps <= 5", {"steps": 5}, True),
        ("2 < steps <= 5", {"steps": 2}, False),
        ("env in ['OS', 'DB']", {"env": "DB"}, True),
        ("env not in ('OS', 'DB')", {"env": "DB"}, False),
        ("'put' in kind", {"kind": "put_clean"}, True),
        ("metrics.f1 * 2 - 1 > 0", {"metrics__f1": 0.75}, True),
        ("steps\n  >= 2\nand success == true", {"steps": 2, "success": True}, True),
        ("-steps < -1", {"steps": 2}, True),
        ("reward / steps > 0", {"reward": 1.0, "steps": 0}, False),
    ],
)
def test_filters(text: str, fields: dict[str, Any], kept: bool) -> None:
    assert keeps(text, **fields) is kept


@pytest.mark.parametrize(
    "text",
    ["reward >= 0", "reward < 0", "reward == 0", "reward != 0", "metrics.f1 in [0, 1]", "reward not in [2]"],
)
def test_a_comparison_with_what_is_missing_is_not_true(text: str) -> None:
    assert not keeps(text, reward=None)


def test_what_is_missing_can_be_asked_for() -> None:
    assert keeps("reward == none", reward=None) and not keeps("reward == none", reward=0.0)
    assert keeps("reward is not None", reward=0.0)


@pytest.mark.parametrize(
    ("text", "column", "what"),
    [
        ("rewrd == 1", 1, "Did you mean 'reward'"),
        ("env == 'é' and rewrd == 1", 16, "no field 'rewrd'"),
        ("reward == 'a'", 11, "a number is compared with a text"),
        ("reward == 1 and (", 17, "never closed"),
        ("reward", 1, "a filter is a condition"),
        ("success and steps", 13, "a condition is expected"),
        ("__import__('os')", 1, "call is not part"),
        ("steps ** 9", 1, "operators on numbers"),
        ("success < true", 11, "have an order"),
        ("[x for x in env]", 1, "listcomp is not part"),
        ("steps in 3", 10, "needs a list"),
        ("env + 1 == 2", 1, "a number is expected"),
        ("reward == 1j", 11, "complex is not part"),
        ("f''.x == 1", 1, "only fields have a dot"),
        ("env.__class__ == 1", 1, "no field 'env.__class__'"),
    ],
)
def test_errors_point_at_the_column(text: str, column: int, what: str) -> None:
    with pytest.raises(OptionError) as error:
        Filter(text, KINDS)
    assert f"column {column}: " in str(error.value) and what in str(error.value)
    assert str(error.value).splitlines()[-1] == " " * (column + 1) + "^"


@pytest.mark.parametrize(
    "text", ["", " ", "(" * 5000 + ")" * 5000, "not " * 2000 + "success", "x" * 20_000, "reward == 1\0"]
)
def test_hostile_texts_are_refused(text: str) -> None:
    with pytest.raises(OptionError):
        Filter(text, KINDS)


@given(st.text(alphabet="rewadnvot01=!<>()[]'\"+-*/. ,:\n", max_size=40))
def test_any_text_is_a_filter_or_refused(text: str) -> None:
    try:
        made = Filter(text, KINDS)
    except OptionError:
        return
    assert made({"reward": 1.0}) in (True, False)
