"""JSON that models write."""

from __future__ import annotations

import pytest

from agentgym.formats.model_json import NESTING, read_json


def test_json_is_read() -> None:
    assert read_json('{"a": [1, "b", null]}') == {"a": [1, "b", None]}
    wide = "[" + ",".join(["[1]"] * 5000) + "]"
    assert read_json(wide) == [[1]] * 5000


@pytest.mark.parametrize("text", ["", "{", "nothing", "[1,]", "\ud800", '"\ud800"', '{"a": 1} b'])
def test_what_is_none_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_json(text)


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_nesting_has_a_bound(opening: str, closing: str) -> None:
    read_json(opening * NESTING + "1" + closing * NESTING)
    for levels in (NESTING + 1, 500, 100_000):
        with pytest.raises(ValueError, match=f"more than {NESTING} levels"):
            read_json(opening * levels + "1" + closing * levels)
