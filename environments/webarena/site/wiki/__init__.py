"""The encyclopedia: the renamed world that HotpotQA plays in, so that nothing on it can be known by heart."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import quote

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from agentgym.environments.webarena.site.web import Site, Visit
from agentgym.tools.encyclopedia import embedded
from agentgym.tools.encyclopedia.articles import Article
from agentgym.tools.encyclopedia.library import Library

WIKI = Site("wikipedia", Path(__file__).parent, accounts="visit", login="/")
MOST = 20
"""Results of a search at most."""


def library() -> Library:
    """Return the articles."""
    return embedded.library(embedded.folder_of("renamed"))


@cache
def _texts() -> list[tuple[str, str]]:
    articles = library()
    return [
        (title.casefold(), articles[place].text.casefold()) for place, title in enumerate(articles.titles)
    ]


def find(query: str) -> list[str]:
    """Return titles: first those that hold the query, then those of articles with each of its words."""
    wanted = query.casefold().strip()
    if not wanted:
        return []
    titles, texts, words = list[tuple[int, str]](), list[str](), wanted.split()
    for place, (title, text) in enumerate(_texts()):
        if wanted in title:
            titles.append((len(title), library().titles[place]))
        elif all(word in text or word in title for word in words):
            texts.append(library().titles[place])
    return [*[title for _, title in sorted(titles)], *texts][:MOST]


def path_of(title: str) -> str:
    """Return the path of an article."""
    return f"/wiki/{quote(title.replace(' ', '_'), safe='')}"


@cache
def _by_path() -> dict[str, int]:
    return {title.replace(" ", "_"): place for place, title in reversed(list(enumerate(library().titles)))}


@WIKI.page("/")
def home(visit: Visit) -> Response:
    """Show the first page."""
    return WIKI.render(visit, "home.html", title="Encyclopedia", count=len(library()), query="")


@WIKI.page("/search")
def search(visit: Visit) -> Response:
    """Show what is found."""
    query = visit.arg("pattern")
    found = find(query)
    places = _by_path()
    results = [(t, path_of(t), library()[places[t.replace(" ", "_")]].lead[:120]) for t in found]
    return WIKI.render(visit, "search.html", title=f"Search: {query}", results=results, query=query)


@WIKI.page("/wiki/<name>")
def article(visit: Visit, name: str) -> Response:
    """Show an article."""
    place = _by_path().get(name.replace(" ", "_"))
    if place is None:
        raise NotFound("There is no article of this name.")
    found: Article = library()[place]
    return WIKI.render(visit, "article.html", title=found.title, paragraphs=found.blocks(), query="")
