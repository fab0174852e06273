"""What all formats share: finding rows that are worth no training."""

from __future__ import annotations

import pytest

from agentgym.dataset.formats.base import damage
from agentgym.dataset.row import Row
from agentgym.messages import Message, assistant, user


@pytest.mark.parametrize(
    ("messages", "what"),
    [
        ([user("u"), assistant("a", loss=True)], None),
        ([], "empty"),
        ([user("u")], "no answer at the end"),
        ([user("u"), assistant(" ", loss=True)], "an empty answer at the end"),
        ([user("u"), assistant("and then…", loss=True)], "an answer cut with an ellipsis"),
        ([user("u"), assistant("Well...", loss=False), user("v"), assistant("a", loss=True)], None),
    ],
)
def test_damaged_rows_are_told(messages: list[Message], what: str | None) -> None:
    found = damage(Row(id="x", messages=messages))
    assert (found.what if found else None) == what
