"""Text of others on a terminal: what a model, a server or a task says may hold anything, and a terminal obeys."""

from __future__ import annotations

import re

# Control characters besides tab and newline, those that turn the direction of writing (and hide what stands there), and
# halves of surrogate pairs, which no terminal can write.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def harmless(text: str) -> str:
    """Return a text in which nothing moves the cursor, sets a title, writes the clipboard or hides anything.

    >>> harmless("a\\x1b[2Jb\\u202e")
    'a␛[2Jb\\\\u202e'
    """
    return _UNSAFE.sub(_mark, text)


def _mark(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
