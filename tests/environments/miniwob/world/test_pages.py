"""The site that the pages are read from."""

from __future__ import annotations

from agentgym.browser import SiteRequest
from agentgym.environments.miniwob.world import pages


def ask(path: str, method: str = "GET") -> int:
    answer = pages.site(SiteRequest(method, f"{pages.HOST}/{path}", {}))
    return 0 if answer is None else answer.status


def test_files_of_the_package_and_nothing_else() -> None:
    assert ask("miniwob/click-test.html") == ask("core/core.js") == ask("miniwob/click-test.html?x=1") == 200
    assert ask("miniwob/none.html") == ask("../registration.py") == ask("miniwob/") == 0
    assert ask("core/core.js", "POST") == 0
    assert pages.site(SiteRequest("GET", "http://other.test/core/core.js", {})) is None


def test_the_fingerprint_is_of_what_pages_are_made_of() -> None:
    assert len(pages.fingerprint()) == 12 and pages.fingerprint() == pages.fingerprint()
