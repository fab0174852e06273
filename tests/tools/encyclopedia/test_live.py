"""Live Wikipedia, spoken to through a transport of our own: there is no network here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from agentgym.errors import EnvironmentFailure, OptionError
from agentgym.tools.encyclopedia.articles import Article
from agentgym.tools.encyclopedia.library import TermError

httpx = pytest.importorskip("httpx")
pytest.importorskip("wikipediaapi")

from agentgym.tools.encyclopedia.live import LiveWikipedia  # noqa: E402

PAGES = {
    "Vilmar": ("Vilmar", "Vilmar is a town. It is small.\n\nHistory\nIt was founded in 1882.", []),
    "Orsa": ("Orsa", "Orsa may refer to:", ["Category:All disambiguation pages"]),
}


class Server:
    """Answers what MediaWiki would; counts the questions."""

    def __init__(self) -> None:
        self.asked = 0
        self.status = 200
        self.down = False

    def __call__(self, request: Any) -> Any:
        self.asked += 1
        if self.down:
            raise httpx.ConnectError("no network")
        if self.status != 200:
            return httpx.Response(self.status, json={})
        query = dict(request.url.params)
        if query.get("list") == "search":
            names = ["Vilmar", "Vilmar Castle"] if "vil" in query["srsearch"].lower() else []
            found = [{"ns": 0, "title": t, "pageid": 1} for t in names[: int(query["srlimit"])]]
            return httpx.Response(
                200, json={"query": {"search": found, "searchinfo": {"totalhits": len(found)}}}
            )
        name = query["titles"]
        page = PAGES.get(name)
        if page is None:
            return httpx.Response(
                200, json={"query": {"pages": {"-1": {"ns": 0, "title": name, "missing": ""}}}}
            )
        title, text, categories = page
        content: dict[str, Any] = {"ns": 0, "title": title, "pageid": 7, "extract": text}
        content["categories"] = [{"ns": 14, "title": c} for c in categories]
        return httpx.Response(200, json={"query": {"pages": {"7": content}}})


@pytest.fixture
def server() -> Server:
    return Server()


def wikipedia(server: Server, folder: Path, **options: Any) -> LiveWikipedia:
    return LiveWikipedia(folder=folder, transport=httpx.MockTransport(server), max_retries=0, **options)


def test_pages_similar_ones_and_what_is_kept(server: Server, tmp_path: Path) -> None:
    wiki = wikipedia(server, tmp_path)
    page = wiki.look("Vilmar")
    assert isinstance(page, Article) and page.lead == "Vilmar is a town. It is small."
    assert [s.strip() for s in page.sentences()][-1] == "It was founded in 1882."
    assert wiki.look("vilmer") == ["Vilmar", "Vilmar Castle"] and wiki.look("Orsa") == []
    asked = server.asked
    again = wikipedia(server, tmp_path)
    assert again.look("  Vilmar ") == page and again.look("vilmer") == ["Vilmar", "Vilmar Castle"]
    assert server.asked == asked, "kept on the disk"


def test_what_the_original_opens(server: Server, tmp_path: Path) -> None:
    page = wikipedia(server, tmp_path, match="suggest").look("some vil town")
    assert isinstance(page, Article) and page.title == "Vilmar"


def test_no_network_is_no_answer(server: Server, tmp_path: Path) -> None:
    server.down = True
    wiki = wikipedia(server, tmp_path)
    with pytest.raises(EnvironmentFailure, match=r"Wikipedia \(en\) cannot be reached.*scope='item'"):
        wiki.look("Vilmar")
    server.down, server.status = False, 503
    with pytest.raises(EnvironmentFailure, match="cannot be reached"):
        wiki.look("Vilmar")
    server.status = 200
    assert isinstance(wiki.look("Vilmar"), Article), "a failure is not kept"


def test_terms_that_cannot_be_asked_for(server: Server, tmp_path: Path) -> None:
    wiki = wikipedia(server, tmp_path)
    for term in ("", "  ", "x" * 300):
        with pytest.raises(TermError):
            wiki.look(term)
    assert server.asked == 0
    assert wiki.look("vil[x]") == ["Vilmar", "Vilmar Castle"], (
        "no title has brackets, so it is only searched for"
    )
    with pytest.raises(OptionError, match="similar spelling"):
        LiveWikipedia("fuzzy", folder=tmp_path)
