"""Checkouts of the originals' shape: with the originals' own texts where these are at hand, or with texts of ours.

Of the originals' Python files only the strings are at hand, with the place of each; :func:`official` writes small
sources around them, in the forms that the originals have. An environment's test says what these look like.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from tests.shared_data import shared

ROOTS = {"old": "AgentTuning/AgentBench.old", "v0.2": "AgentBench-v0.2", "fc": "AgentBench-main"}
HELDOUT = "AgentTuning"


class Strings:
    """The strings of a Python file, by place."""

    def __init__(self, rows: list[list[object]]) -> None:
        self.rows = rows

    def all(self, function: str, where: str, kind: str = "") -> list[str]:
        """Return the texts whose place begins so, in order; of one kind (``text``, ``template``) if it is said."""
        return [
            str(text)
            for _, f, w, k, text in self.rows
            if f == function and str(w).startswith(where) and kind in ("", k)
        ]

    def one(self, function: str, where: str, kind: str = "", number: int = 0) -> str:
        """Return one of them."""
        found = self.all(function, where, kind)
        assert len(found) > number, (function, where, found)
        return found[number]


@cache
def _files() -> dict[str, list[list[object]]]:
    found: dict[str, list[list[object]]] = json.loads(shared("prompts/python_texts.json").read_text("utf-8"))[
        "files"
    ]
    return found


def strings(file: str) -> Strings:
    """Return the strings of an original's Python file."""
    return Strings(_files()[file])


def official(folder: Path, root: str, sources: Mapping[str, Callable[[Strings], str]]) -> Path:
    """Write a checkout with the originals' texts.

    Args:
        folder: where.
        root: the original's folder in the shared data.
        sources: by path below it, what writes a Python file of its strings.
    """
    shutil.copytree(shared(f"prompts/{root}"), folder, dirs_exist_ok=True)
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    return write(folder, {path: source(strings(f"{root}/{path}")) for path, source in sources.items()})


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files below a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder
