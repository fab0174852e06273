"""The encyclopedias and questions that ship: the world as it is, and the same world under invented names."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from agentgym.paths import cache_folder
from agentgym.stores import read_store
from agentgym.tools.encyclopedia.articles import Article
from agentgym.tools.encyclopedia.library import Library, Match
from agentgym.tools.encyclopedia.questions import Question

World = Literal["real", "renamed"]
"""``renamed``: the same relations under invented names, with other numbers; memory is worth nothing there."""
WORLDS: tuple[World, ...] = get_args(World)
DATA = Path(__file__).parent / "data"
ARTICLES, QUESTIONS = "articles.json.zst", "questions.json.zst"


def folder_of(world: World) -> Path:
    """Return the folder with the articles and questions of a world."""
    return DATA / world


@cache
def library(folder: Path, match: Match = "title") -> Library:
    """Return the encyclopedia in a folder, shared by all environments of the process.

    Raises:
        DataError: the file is missing or damaged.
    """
    path = folder / ARTICLES
    articles = read_store(path, list[Article])
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    return Library.of(articles, match=match, index=cache_folder() / "encyclopedia" / digest)


@cache
def questions(folder: Path, split: str) -> dict[str, Question]:
    """Return the questions of a split by id.

    Raises:
        DataError: the file is missing or damaged.
    """
    return {q.id: q for q in _all(folder) if q.id.rsplit("-", 1)[0] == split}


@cache
def _all(folder: Path) -> list[Question]:
    return read_store(folder / QUESTIONS, list[Question])
