"""Keys by name."""

from __future__ import annotations

import pytest

from agentgym.browser import keys
from agentgym.errors import OptionError, UnknownNameError


def test_combinations_are_read_as_people_write_them() -> None:
    held, last = keys.combination("Control+Shift+A")
    assert [k.name for k in held] == ["Control", "Shift"] and last.name == "A"
    held, last = keys.combination("ctrl+A")
    assert ([k.name for k in held], last.name, last.code) == (["Control"], "a", 65)
    assert keys.combination("+")[1].name == "+"
    held, last = keys.combination("Shift++")
    assert ([k.name for k in held], last.name) == (["Shift"], "+")
    assert [keys.key(n).name for n in ("enter", "Return", "left", "Esc", "space", "f12", "ä")] == [
        "Enter", "Enter", "ArrowLeft", "Escape", " ", "F12", "ä",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "error"), [("Entre", UnknownNameError), ("a+b", OptionError), ("", UnknownNameError)]
)
def test_what_is_no_key_is_refused(wrong: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        keys.combination(wrong)


def test_what_a_keyboard_types() -> None:
    assert all(map(keys.typed_by_key, "aA1 ~\n\t"))
    assert not any(map(keys.typed_by_key, "ä☕\x00"))
