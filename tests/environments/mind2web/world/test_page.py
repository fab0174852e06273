"""The tree of a page."""

from __future__ import annotations

import pytest

from agentgym.environments.mind2web.world.page import TEXT, Page
from agentgym.errors import DataError

PAGE = """<html key="1"><p key="2" class="big">one <b key="3"><text key="4">two three</text></b> four</p>
<ul key="5"><li key="6"/></ul></html>"""


def test_nodes_are_in_document_order() -> None:
    page = Page(PAGE, "key")
    assert page.tags == ["html", "p", TEXT, "b", TEXT, TEXT, "ul", "li"]
    assert page.parents == [-1, 0, 1, 1, 3, 1, 0, 6]
    assert page.depths == [0, 1, 2, 2, 3, 2, 1, 2]
    assert page.ends == [8, 6, 3, 5, 5, 6, 8, 8]
    assert page.node_of == {"1": 0, "2": 1, "3": 3, "4": 4, "5": 6, "6": 7} and len(page) == 8
    assert page.texts == ["", "", "one ", "", "two three", " four", "", ""]
    assert page.attributes[1] == {"class": "big"} and page.attributes[0] == page.attributes[2] == {}


def test_children_and_words() -> None:
    page = Page(PAGE, "key")
    assert page.children(1) == ([3], [2, 5]) and page.children(0) == ([1, 6], [])
    assert page.children(7) == ([], [])
    assert page.words(1, 10) == ["one", "two", "three", "four"]
    assert page.words(0, 3) == ["one", "two", "three"] and page.words(6, 3) == []


def test_broken_pages_are_clear_errors() -> None:
    with pytest.raises(DataError, match="no well-formed XML"):
        Page("<html><body></html>")
    with pytest.raises(DataError, match="DOCTYPE"):
        Page('<!DOCTYPE x [<!ENTITY a "b">]><html>&a;</html>')
    with pytest.raises(DataError, match="the file has a DOCTYPE"):
        Page("<!DOCTYPE x><html/>", where="the file")
