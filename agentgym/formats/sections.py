"""Labelled sections: what a model is asked to write where an answer has several parts, some of them code.

A section begins with its label and a colon at the beginning of a line, and goes on to the next label. Code stands in
fenced blocks, so that scripts of many lines need no escaping; a label within a block is no label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_FENCE = re.compile(r"[ \t]*(```|~~~)")


def items(text: str, heading: str) -> list[str]:
    """Return the parts of a text that a heading begins (``### Task 2``); all of it where there is no heading.

    >>> items("### Task 1\\na\\n### Task 2\\nb", "Task")
    ['a', 'b']
    """
    mark = re.compile(rf"[ \t#*]*{re.escape(heading)}(?:[ \t]+\d+)?[ \t]*[:.]?[ \t*]*", re.IGNORECASE)
    found: list[list[str]] = [[]]
    for line, inside in _lines(text):
        if not inside and mark.fullmatch(line):
            found.append([])
        else:
            found[-1].append(line)
    parts = ["\n".join(lines).strip() for lines in (found[1:] or found)]
    return [p for p in parts if p]


def sections(text: str, labels: Iterable[str]) -> dict[str, list[str]]:
    """Return the sections of a text by label, in small letters; a label may occur several times.

    >>> sections("Kind: question\\nText: a\\nb", ["Kind", "Text"])
    {'kind': ['question'], 'text': ['a\\nb']}
    """
    mark = re.compile(
        rf"[ \t#*]*({'|'.join(map(re.escape, labels))})[ \t]*\**[ \t]*:[ \t]*\**[ \t]*(.*)", re.IGNORECASE
    )
    found: dict[str, list[list[str]]] = {}
    current: list[str] = []
    for line, inside in _lines(text):
        label = None if inside else mark.fullmatch(line)
        if label is not None:
            current = [label[2]]
            found.setdefault(label[1].casefold(), []).append(current)
        else:
            current.append(line)
    return {name: ["\n".join(lines).strip() for lines in all_of] for name, all_of in found.items()}


def code(section: str) -> str:
    """Return the code of a section: the insides of its fenced blocks, or all of it where there is none.

    >>> code("so:\\n```bash\\nls\\n```\\nthat is it")
    'ls'
    """
    lines: list[str] = []
    fenced = False
    for line, inside in _lines(section):
        fence = _FENCE.match(line) is not None
        fenced = fenced or fence
        if inside and not fence:
            lines.append(line)
    return "\n".join(lines).strip("\n") if fenced else section.strip()


def fenced(language: str, text: str) -> str:
    """Write code as a fenced block."""
    return f"```{language}\n{text}\n```"


def _lines(text: str) -> Iterable[tuple[str, bool]]:
    """Yield the lines of a text, and whether they stand within a fenced block (its fences included)."""
    inside = False
    for line in text.split("\n"):
        fence = _FENCE.match(line) is not None
        yield line, inside or fence
        if fence:
            inside = not inside
