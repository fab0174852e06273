"""Docstrings as text for a terminal."""

from __future__ import annotations

import inspect
import re

_MARKUP = re.compile(r":\w+:`~?([^`]*)`|``([^`]*)``")


def plain(docstring: str | None) -> str:
    """Return a docstring without markup, each paragraph and each argument on one line."""
    text = _MARKUP.sub(lambda m: (m[1] or m[2]).removeprefix("agentgym."), docstring or "")
    lines: list[str] = []
    for line in inspect.cleandoc(text).splitlines():
        indent = len(line) - len(line.lstrip())
        begins = indent == 4 or line.endswith("Args:") or not lines or not lines[-1].strip()
        if line.strip() and not begins:
            lines[-1] += " " + line.strip()
        else:
            lines.append(line)
    return "\n".join(lines)


def first_paragraph(docstring: str | None) -> str:
    """Return the first paragraph of a docstring, on one line and without markup."""
    return plain(docstring).partition("\n\n")[0].replace("\n", " ")
