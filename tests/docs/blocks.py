"""The code blocks of a page of the documentation, to be run as they stand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

DOCS = Path(__file__).parents[2] / "docs"
_BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A code block: its language, what its fence says besides (``title=FILE``), its text, its line in the page."""

    language: str
    info: str
    text: str
    line: int

    @property
    def title(self) -> str:
        """The file that the block is, empty if it is none."""
        return self.info.partition("title=")[2].split(" ")[0].strip()


def blocks(page: str) -> list[Block]:
    """Return the code blocks of a page, in order."""
    text = (DOCS / page).read_text("utf-8")
    found = [
        Block(m[1], m[2].strip(), m[3], text[: m.start()].count("\n") + 1) for m in _BLOCK.finditer(text)
    ]
    fences = sum(line.lstrip().startswith("```") for line in text.splitlines())
    assert fences == 2 * len(found), (
        f"{page}: a block that is indented, or says no language, would not be run"
    )
    return found
