"""Wikipedia itself as a library, through the package ``wikipedia-api``; what was fetched is kept on the disk.

Pages change, so episodes on it cannot be repeated, unless by what is kept.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from pathlib import Path
from typing import Any

import msgspec

from agentgym.errors import DependencyError, EnvironmentFailure, OptionError
from agentgym.install import hint
from agentgym.paths import cache_folder
from agentgym.tools.encyclopedia.articles import Article, article_of
from agentgym.tools.encyclopedia.library import Match, TermError

_AGENT = "agenttuning-gym (research on language agents)"
_LONGEST = 255
"""Bytes of the longest title."""
_SIMILAR = 10
_AMBIGUOUS = (
    "disambigu", "begriffsklärung", "homonymie", "desambigua", "doorverwijs", "ujednoznacz", "неоднознач", "многозначн",
    "förgrening", "曖昧さ回避", "消歧义", "消歧義",
)  # fmt: skip
"""Parts of the names of the categories that pages with several meanings are in, in the larger Wikipedias."""
Found = Article | list[str]


class LiveWikipedia:
    """Wikipedia in one language.

    Args:
        match: ``title``: the page of this title, redirects followed. ``suggest``: what the package ``wikipedia`` opens
            (langchain's docstore, the original's): the suggested spelling, else the first result of a search.
        language: which Wikipedia.
        folder: where pages are kept; the cache folder by default.
        extra: the extra of ours that brings the package, to be named where it is missing.
        options: of the package's client (``transport`` in tests).

    Raises:
        DependencyError: the package is not installed.
        OptionError: ``match`` is something else.
    """

    def __init__(
        self,
        match: Match = "title",
        *,
        language: str = "en",
        folder: Path | None = None,
        extra: str = "hotpotqa",
        **options: Any,
    ) -> None:
        try:
            import wikipediaapi
        except ImportError:
            raise DependencyError(missing(extra)) from None
        if match == "fuzzy":
            raise OptionError(
                "Wikipedia has no search by similar spelling: give search='title' or 'suggest'."
            )
        self._api = wikipediaapi
        options.setdefault("event_hooks", {"response": [self._answered]})
        self._wiki = wikipediaapi.Wikipedia(_AGENT, language, **options)
        self.match = match
        self.language = language
        self._kept = _Kept((folder or cache_folder() / "wikipedia") / f"{language}.sqlite")

    def look(self, term: str) -> Found:
        """Return the page that a term leads to, else titles of similar ones.

        Raises:
            TermError: it is no possible title.
            EnvironmentFailure: Wikipedia cannot be reached, and the page is not kept.
        """
        wanted = " ".join(term.split())
        if not wanted or len(wanted.encode()) > _LONGEST:
            raise TermError(term)
        key = f"{self.match}:{wanted}"
        kept = self._kept.get(key)
        if kept is not None:
            return kept
        try:
            found = self._fetch(wanted)
        except self._api.WikiHttpError as error:
            if 400 <= error.status_code < 500 and error.status_code not in (403, 429):
                raise TermError(term) from None
            raise self._unreachable(error) from None
        except (
            self._api.WikipediaException,
            KeyError,
            TypeError,
        ) as error:  # The last two: of half an answer.
            raise self._unreachable(error) from None
        self._kept.put(key, found)
        return found

    def _fetch(self, term: str) -> Found:
        title = term
        if self.match == "suggest":
            found = self._wiki.search(term, limit=1)
            title = found.suggestion or next(iter(found.pages), "")
        page = self._wiki.page(title) if title and not set("[]{}|<>#") & set(title) else None
        if page is not None and page.exists() and not _ambiguous(page):
            return article_of(page.title, page.text)
        return list(self._wiki.search(term, limit=_SIMILAR).pages)

    def _answered(self, response: Any) -> None:
        """See that an answer is no error of the API, which has status 200: the library would find nothing in it."""
        response.read()
        with contextlib.suppress(msgspec.DecodeError):
            told = msgspec.json.decode(response.content)
            if response.status_code == 200 and isinstance(told, dict) and "error" in told:
                raise self._api.WikiHttpError(503, str(response.url.copy_with(query=None)))

    def _unreachable(self, error: Exception) -> EnvironmentFailure:
        return EnvironmentFailure(
            f"Wikipedia ({self.language}) cannot be reached: {type(error).__name__}: {error}. Pages that were fetched "
            f"before are kept in {self._kept.path}; scope='item' or 'pool' needs no network."
        )


def missing(extra: str) -> str:
    """Say how to install what live Wikipedia needs."""
    return f"Live Wikipedia needs the package wikipedia-api: {hint(extra)}"


def _ambiguous(page: Any) -> bool:
    return any(part in name.lower() for name in page.categories for part in _AMBIGUOUS)


class _Kept:
    """Pages on the disk, in one SQLite file that threads and processes share."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()

    def get(self, key: str) -> Found | None:
        row = self._open().execute("SELECT page, similar FROM pages WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        if row[0] is not None:
            return msgspec.json.decode(row[0], type=Article)
        return msgspec.json.decode(row[1], type=list[str])

    def put(self, key: str, found: Found) -> None:
        raw = msgspec.json.encode(found)
        page, similar = (raw, None) if isinstance(found, Article) else (None, raw)
        with self._open() as connection:
            connection.execute("INSERT OR REPLACE INTO pages VALUES (?, ?, ?)", (key, page, similar))

    def _open(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=30)
            connection.execute(
                "CREATE TABLE IF NOT EXISTS pages (key TEXT PRIMARY KEY, page BLOB, similar BLOB)"
            )
            self._local.connection = connection
        return connection
