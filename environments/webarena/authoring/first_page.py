"""What the page that an episode begins on already tells: an answer that can be copied from it whole is no task."""

from __future__ import annotations

import html
import re
import sqlite3
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from agentgym.environments.webarena.site.hosting import (
    LOGGED_IN,
    SITES,
    address,
    application,
    environment,
    token_of,
)
from agentgym.environments.webarena.site.store import BLANK, fresh
from agentgym.environments.webarena.site.web import ADDRESSES, COOKIE, DATABASE

_UNSEEN = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


class FirstPages:
    """The texts of pages at the beginning of an episode.

    Args:
        databases: the sites' databases; they are copied, as pages may write.
    """

    def __init__(self, databases: Mapping[str, sqlite3.Connection]) -> None:
        self._databases = {name: _copy(db) for name, db in databases.items()} | {BLANK: fresh(BLANK)}
        self._hosts = {site.host: name for name, site in SITES.items()}
        self._texts: dict[str, str] = {}

    def tell(self, judge: Mapping[str, Any], url: str) -> bool:
        """Say whether a page holds all that is looked for in the answer, where the answer alone is judged."""
        wanted = judge.get("reference_answers", {}).get("must_include")
        if judge["eval_types"] != ["string_match"] or not wanted:
            return False
        text = self.text(url)
        return all(" ".join(one.lower().split()) in text for one in wanted)

    def text(self, url: str) -> str:
        """Return what a page says, in small letters."""
        if url not in self._texts:
            site = self._hosts[urlsplit(url).hostname or ""]
            cookies = {COOKIE: token_of(site)} if site in LOGGED_IN else {}
            environ = environment("GET", url, {"accept": "text/html"}, b"", cookies)
            environ[DATABASE] = self._databases[SITES[site].database]
            environ[ADDRESSES] = {name: address(name) for name in SITES}
            body = b"".join(application(site)(environ, lambda *_: lambda _: None)).decode()
            plain = html.unescape(_TAG.sub(" ", _UNSEEN.sub(" ", body)))
            self._texts[url] = " ".join(plain.lower().split())
        return self._texts[url]


def _copy(db: sqlite3.Connection) -> sqlite3.Connection:
    made = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    made.deserialize(db.serialize())
    made.row_factory = sqlite3.Row
    return made
