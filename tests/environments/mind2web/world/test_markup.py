"""How nodes are written."""

from __future__ import annotations

from agentgym.environments.mind2web.world.markup import Markup, describe, shorten
from agentgym.environments.mind2web.world.page import Page


def test_attributes_are_short_and_without_what_says_nothing() -> None:
    assert (
        describe({"class": "A b a-very-long-class-name c", "role": "NONE", "title": "http://x.y"}) == "a b c"
    )
    assert (
        describe({"value": "one two three four five six", "name": "q", "title": "q"})
        == "q one two three four five"
    )
    assert describe({"href": "somewhere", "id": "x"}) == ""


def test_texts_are_short() -> None:
    assert shorten('say  "hi"\n there') == "say hi there"
    assert len(shorten(" ".join(map(str, range(30)))).split()) == 20
    assert shorten("meta= a id= b &lt;c&gt;") == "a id=b <c>"


def test_nodes_are_written_when_they_are_needed() -> None:
    page = Page(
        '<html><p title="t" backend_node_id="2">one <i/></p><div><b>two</b></div><div><hr/></div></html>'
    )
    markup = Markup(page)
    assert markup.pieces == {}
    markup.write(1)
    assert sorted(markup.pieces) == [1, 2], "an element, and the texts in it"
    piece = markup.pieces[1]
    assert (piece.start, piece.alone, piece.end, piece.bare) == ("<p t>", "<p t />", "</p>", False)
    assert piece.numbered(3, None) == "<p id=3 t />" and piece.numbered(3, "x") == "<p id=3 t>x</p>"
    assert markup.pieces[2].alone == "one"
    for node in range(len(page)):
        markup.write(node)
    bare = [page.tags[node] for node, written in markup.pieces.items() if written.bare]
    assert sorted(bare) == ["div", "div", "hr", "i"], "neither attributes nor text, and not the root"
    assert markup.pieces[3].alone == "<i/>"
