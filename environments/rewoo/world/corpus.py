"""What Wikipedia and Google stand for: the encyclopedia that ships, a folder of texts, or Wikipedia itself."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from agentgym.errors import DataError
from agentgym.tools.encyclopedia import embedded
from agentgym.tools.encyclopedia.articles import article_of
from agentgym.tools.encyclopedia.library import Library
from agentgym.tools.encyclopedia.live import LiveWikipedia

EMBEDDED, LIVE = "embedded", "live"


@cache
def library(corpus: str) -> Library:
    """Return a corpus on this machine: ``embedded``, or a folder whose ``.txt`` and ``.md`` files are articles.

    Raises:
        DataError: the folder is missing, has no texts, or one that is no UTF-8.
    """
    if corpus == EMBEDDED:
        return embedded.library(embedded.folder_of("real"))
    folder = Path(corpus)
    if not folder.is_dir():
        raise DataError(f"corpus={corpus!r}: there is no such folder.")
    paths = sorted(p for p in folder.iterdir() if p.suffix in (".txt", ".md"))
    if not paths:
        raise DataError(
            f"corpus={corpus!r}: the folder has no .txt or .md file; each is an article named by its file."
        )
    try:
        return Library.of([article_of(p.stem, p.read_text("utf-8")) for p in paths])
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"corpus={corpus!r}: a text cannot be read: {error}.") from None


@cache
def wikipedia(language: str) -> LiveWikipedia:
    """Return Wikipedia, which opens what the original's docstore would."""
    return LiveWikipedia("suggest", language=language, extra="rewoo")
