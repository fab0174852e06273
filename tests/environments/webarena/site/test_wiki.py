from __future__ import annotations

from agentgym.environments.webarena.site.wiki import find, library, path_of
from tests.environments.webarena.site.client import Client


def test_articles_are_found_by_title_and_by_their_words() -> None:
    title = library().titles[100]
    assert find(title)[0] == title
    assert find("") == []
    assert len(find("airport")) == 20


def test_an_article_is_shown_and_reached_by_its_search() -> None:
    wiki = Client("wikipedia")
    title = library().titles[100]
    assert path_of(title) in wiki.get(f"/search?pattern={title.replace(' ', '+')}")
    assert "<p>" in wiki.get(path_of(title))
