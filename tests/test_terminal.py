"""Text of others on a terminal."""

from __future__ import annotations

import pytest

from agentgym.terminal import harmless


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, ü ☃ 漢 \U0001f600\n\ttab", "plain, ü ☃ 漢 \U0001f600\n\ttab"),
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("\x7f\x9b2J", "␡\\x9b2J"),
        ("a\u202eb\u2066c", "a\\u202eb\\u2066c"),
        ("half \ud83d pair", "half � pair"),
        ("\r", "␍"),
    ],
)
def test_what_a_terminal_would_obey_is_shown_as_marks(text: str, shown: str) -> None:
    assert harmless(text) == shown
