"""How a page's nodes are written in a prompt: MindAct's short form of elements and texts.

An element is its tag and the values of the attributes that describe it, a text its first words. The text of a node
does not depend on a prompt unless the node is a candidate: it is made when a prompt first needs it and kept, so that a
prompt is a choice of nodes and a join (:mod:`.prompt`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from agentgym.environments.mind2web.world.page import TEXT, Page

SHOWN = (
    "role", "aria_role", "type", "alt", "aria_description", "aria_label", "label", "title", "name", "text_value",
    "value", "placeholder", "input_checked", "input_value", "option_selected", "class",
)  # fmt: skip
"""Attributes whose values describe an element, in this order."""
ENTITIES = (
    ("&quot;", '"'), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&ndash;", "-"),
    ("&rsquo;", "'"), ("&lsquo;", "'"), ("&ldquo;", '"'), ("&rdquo;", '"'), ("&#39;", "'"), ("&#40;", "("),
    ("&#41;", ")"),
)  # fmt: skip
"""Entities that a prompt shows as characters, replaced one after the other; the first two by the parser already."""
_MEANINGLESS = frozenset({"hidden", "none", "presentation", "null", "undefined"})
_WORD_LENGTH, _WORDS_OF_VALUE, _WORDS = 15, 5, 20
_SPACE = re.compile(r"\s+")


class Piece(msgspec.Struct, gc=False):
    """How one node is written.

    Attributes:
        tag: its tag.
        said: the values of an element's attributes, after a space; empty where there are none.
        start, end: start and end tag of an element; empty for a text.
        alone: the whole node where nothing is kept below it: an element that closes itself, a text's words.
        bare: an element that is spliced out where at most one child is kept: it has no attributes and no text.
        texts: the text nodes that stand directly in it.
    """

    tag: str
    said: str
    start: str
    end: str
    alone: str
    bare: bool
    texts: Sequence[int]

    def numbered(self, number: int, inner: str | None) -> str:
        """Return the element as a candidate, around ``inner``; ``None`` where nothing is kept below it."""
        start = f"<{self.tag} id={number}{self.said}"
        return f"{start} />" if inner is None else f"{start}>{inner}{self.end}"


class Markup:
    """A page with the written form of the nodes that prompts have needed so far.

    Attributes:
        page: the page.
        pieces: written form by node.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pieces: dict[int, Piece] = {}

    def write(self, node: int) -> None:
        """Make the written form of a node, of an element together with the texts that stand in it."""
        page, tag = self.page, self.page.tags[node]
        texts: Sequence[int] = (node,)
        if tag != TEXT:
            attributes, (_, texts) = page.attributes[node], page.children(node)
            said = describe(attributes) if attributes else ""
            bare = not attributes and not texts and node > 0
            if said:
                start, alone = f"<{tag} {said}>", f"<{tag} {said} />"
                said = f" {said}"
            else:
                start, alone = f"<{tag}>", f"<{tag}/>"
            self.pieces[node] = Piece(tag, said, start, f"</{tag}>", alone, bare, texts)
        for text in texts:
            self.pieces[text] = Piece(TEXT, "", "", "", shorten(page.texts[text]), False, ())


def describe(attributes: Mapping[str, str]) -> str:
    """Return the values of the attributes that describe an element: lower case, each once, 20 words at most."""
    found: dict[str, None] = {}
    for name in SHOWN:
        value = attributes.get(name)
        if value is None:
            continue
        value = value.lower()
        if value in _MEANINGLESS or value.startswith("http"):
            continue
        short = " ".join([w for w in value.split() if len(w) < _WORD_LENGTH][:_WORDS_OF_VALUE])
        if short:
            found[short] = None
    joined = " ".join(found)
    if len(found) > 3:
        joined = " ".join(joined.split()[:_WORDS])
    return _as_shown(joined) if "&" in joined or "=" in joined else joined


def shorten(text: str) -> str:
    """Return the first 20 words of a text, as a prompt shows them: quotes become spaces."""
    short = " ".join(text.split()[:_WORDS])
    if '"' in short:
        short = _SPACE.sub(" ", short.replace('"', " "))
    return _as_shown(short) if "&" in short or "=" in short else short


def _as_shown(text: str) -> str:
    """Return a text after the replacements that the original makes in a whole prompt."""
    if "&" in text:
        for entity, character in ENTITIES[2:]:
            text = text.replace(entity, character)
        text = _SPACE.sub(" ", text)
    return text.replace("meta= ", "").replace("id= ", "id=")
