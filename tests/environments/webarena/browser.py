"""A page whose requests are answered from a table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from agentgym.browser.interface import Page, SiteRequest, SiteResponse
from agentgym.browser.pool import open_page
from agentgym.environments.webarena.world.lacking import lacking

needs_browser = pytest.mark.skipif(bool(lacking("devtools")), reason=lacking("devtools") or "there")


@contextmanager
def page_of(pages: dict[str, str], host: str = "site.test") -> Iterator[Page]:
    """Open a page; ``pages`` are HTML by path."""

    def site(request: SiteRequest) -> SiteResponse | None:
        parts = urlsplit(request.url)
        if parts.netloc != host:
            return None
        text = pages.get(parts.path)
        kind = [("Content-Type", "text/html; charset=utf-8")]
        return SiteResponse(404, kind, b"nothing") if text is None else SiteResponse(200, kind, text.encode())

    page = open_page("devtools", site=site)
    try:
        yield page
    finally:
        page.end()
